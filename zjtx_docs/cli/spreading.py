"""Options that take several names in a row: ``--against A B C``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from zjtx_docs.cli.formatting import Command
from zjtx_docs.cli.output import STDOUT

_AGAINST = "--against"
SEVERAL = frozenset({_AGAINST})


class Spreading(Command):
    """``--against`` takes all names up to the next option where the proposals stand before it, else one each time.

    So does every other option that may be given several times.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = [param for param in self.params if isinstance(param, click.Option) and param.multiple]
        several = frozenset(name for option in options for name in option.opts)
        return super().parse_args(ctx, spread(args, self._with_value(), several))

    def _with_value(self) -> frozenset[str]:
        options = (param for param in self.params if isinstance(param, click.Option) and not param.is_flag)
        return frozenset(name for option in options for name in option.opts)


def spread(args: Sequence[str], with_value: frozenset[str], several: frozenset[str] = SEVERAL) -> list[str]:
    """The words with ``--against A B`` written as ``--against A --against B``, likewise for all of ``several``."""
    result: list[str] = []
    words = iter(args)
    has_proposal = False
    takes_more = ""
    for word in words:
        if word == "--":
            result += [word, *words]
        elif word.startswith("-") and word != STDOUT:
            name = word.split("=")[0]
            takes_more = name if has_proposal and name in several else ""
            result.append(word)
            if word in with_value:
                result += [value for value in [next(words, None)] if value is not None]
        elif takes_more:
            result += [takes_more, word]
        else:
            has_proposal = True
            result.append(word)
    return result
