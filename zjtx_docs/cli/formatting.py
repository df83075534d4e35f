"""Help pages whose columns line up where a Chinese character takes two, and the command class that uses them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import click

from zjtx_docs.report.catalogue import Say
from zjtx_docs.report.layout import pad, text_width, wrap

# The name of a file or folder: shells complete it. What is wrong with one is told by whoever reads it.
PATH = click.Path(readable=False)


class WideFormatter(click.HelpFormatter):
    """click's formatter, counting columns in place of characters."""

    colon = ":"

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that says how to call; what does not fit stands below its arguments."""
        if prefix is None:
            from click import formatting

            prefix = formatting._("Usage:")  # click's own word, in the language that is spoken
            prefix += "" if prefix.endswith("：") else " "
        head = f"{prefix}{prog} "
        self._write_lines(wrap(args, self.width - text_width(head)), head, text_width(head))

    def write_heading(self, heading: str) -> None:
        """A heading with the colon of its language."""
        self.write(f"{' ' * self.current_indent}{heading}{self.colon}\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, wrapped; a line that begins with a blank is left as it is (examples)."""
        margin = " " * self.current_indent
        for line in text.splitlines():
            as_it_is = line.startswith(" ") or not line
            lines = [line] if as_it_is else wrap(line, self.width - self.current_indent)
            self._write_lines(lines, margin, self.current_indent)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns: names and what they mean. A name that is too long has its meaning below it."""
        rows = list(rows)
        first = min(max((text_width(name) for name, _ in rows), default=0), col_max) + col_spacing
        margin = self.current_indent
        for name, meaning in rows:
            lines = wrap(" ".join(meaning.split()), max(self.width - margin - first, 20))
            if text_width(name) + col_spacing > first:
                self.write(" " * margin + name + "\n")
                name = ""
            self._write_lines(lines, " " * margin + pad(name, first), margin + first)

    def _write_lines(self, lines: Sequence[str], head: str, margin: int) -> None:
        for number, line in enumerate(lines or [""]):
            self.write((f"{' ' * margin}{line}" if number else f"{head}{line}").rstrip() + "\n")


class ChineseFormatter(WideFormatter):
    """The same with the Chinese colon."""

    colon = "："


class WideContext(click.Context):
    """A context whose help is written by WideFormatter."""

    formatter_class = WideFormatter


class ChineseContext(click.Context):
    """A context whose help is written by ChineseFormatter."""

    formatter_class = ChineseFormatter


def context_of(say: Say) -> type[click.Context]:
    """The context class for the language of ``say``."""
    return ChineseContext if say.lang == "zh" else WideContext


def language_option(say: Say) -> click.Option:
    """``--lang``, which every command takes; its value has been read before anything is parsed."""
    choice = click.Choice(["zh", "en", "auto"])
    return click.Option(["--lang"], type=choice, default="auto", expose_value=False, help=say("help.lang"))


class Command(click.Command):
    """A command whose help is written in columns."""

    def __init__(
        self,
        name: str,
        say: Say,
        callback: Callable[..., int | None],
        params: Sequence[click.Parameter],
        examples: Sequence[str],
    ) -> None:
        self.context_class = context_of(say)
        colon = "：" if say.lang == "zh" else ":"
        super().__init__(
            name,
            callback=callback,
            params=[*params, language_option(say)],
            help=f"{say(f'help.{name}')}\n\n{say(f'help.{name}_more')}",
            short_help=say(f"help.{name}"),
            epilog="\n".join([say("help.examples") + colon, *(f"  {say(f'example.{key}')}" for key in examples)]),
            options_metavar=say("metavar.options"),
        )

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The text of the help, a blank line between its paragraphs."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.help or "")

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, line by line."""
        formatter.write_paragraph()
        formatter.write_text(self.epilog or "")
