"""The command line ``zjtx-docs``: reads, calls, writes. What is heavy is imported where it is needed."""

from __future__ import annotations

from collections.abc import Sequence


def main(args: Sequence[str] | None = None) -> int:
    """Runs ``zjtx-docs`` with ``args`` (the process's own where None) and returns the exit code: 0, 1, 2 or 130."""
    import os
    import sys

    from zjtx_docs.cli.language import choose
    from zjtx_docs.cli.program import build

    lang = choose(sys.argv[1:] if args is None else args, os.environ)
    return build(lang).main(args, standalone_mode=False)


__all__ = ["main"]
