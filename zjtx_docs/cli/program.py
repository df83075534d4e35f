"""``zjtx-docs`` itself: the commands, and the one place that turns what goes wrong into one line and an exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from zjtx_docs.cli.formatting import Command, context_of, language_option
from zjtx_docs.cli.language import speaking
from zjtx_docs.errors import ZjtxError
from zjtx_docs.report.catalogue import Lang, Say, words

# Each command stands in the module of this name, as a function that makes it in a language.
COMMANDS = {
    "parse": "parse",
    "text": "parse",
    "validate": "validate",
    "compare": "compare",
    "check": "check",
    "score": "score",
    "index": "corpus",
    "graph": "graph",
    "export": "export",
    "schema": "schema",
    "serve": "serve",
}
INTERRUPTED = 130


def build(lang: Lang) -> Program:
    """The whole command line in one language."""
    return Program(words(lang))


class Program(click.Group):
    """All commands; each is made when it is asked for."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.context_class = context_of(say)
        version = click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=self._version,
            help=say("help.version"),
        )
        super().__init__(
            "zjtx-docs",
            params=[version, language_option(say)],
            help=f"{say('help.program')}\n\n{say('help.program_more')}",
            options_metavar=say("metavar.options"),
            subcommand_metavar=say("metavar.command"),
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which one uses them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"zjtx_docs.cli.{COMMANDS[cmd_name]}_command")
        return getattr(module, f"{cmd_name}_command")(self.say)

    format_help_text = Command.format_help_text

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without any word the help is shown, as wrong use: nothing was asked for."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> int:
        """Runs the command. Caught here, since click would tell it in its own way: Ctrl-C, a reader that went away."""
        try:
            code = super().invoke(ctx) or 0
            if sys.stdout is not None:
                sys.stdout.flush()
            return code
        except KeyboardInterrupt:
            return INTERRUPTED
        except OSError as error:
            if not _is_broken_pipe(error):
                raise
            _silence_stdout()
            return 0

    def main(  # type: ignore[override]
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: object,
    ) -> int:
        """Runs and returns the exit code; ends the process with it in ``standalone_mode``. Never shows a traceback for
        wrong use or unreadable input: one line on standard error says what is wrong."""
        _speak_utf8()
        with speaking(self.say.lang):
            try:
                name = prog_name or "zjtx-docs"
                code = super().main(args, name, complete_var, standalone_mode=False, **extra)
            except click.Abort:
                code = INTERRUPTED
            except (click.ClickException, ZjtxError, OSError) as error:
                report(error, self.say)
                code = 2
        if standalone_mode:
            sys.exit(code)
        return code

    def _version(self, ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            from zjtx_docs import __version__

            click.echo(self.say("version.line", version=__version__))
            ctx.exit()


def report(error: Exception, say: Say) -> None:
    """One line on standard error that names the file or the option and what was expected."""
    click.echo(say("error.line", message=" ".join(message(error, say).split())), err=True)


def message(error: Exception, say: Say) -> str:
    """What an error says, in the language of ``say``."""
    if isinstance(error, ZjtxError):
        return error.zh if say.lang == "zh" else error.en
    if isinstance(error, click.UsageError):
        text = error.format_message()
        if say.lang == "zh":
            text = text.replace("。 ", "。").rstrip(".") + ("" if text.endswith(("。", "？", "）")) else "。")
        return text + say("error.see_help", command=error.ctx.command_path if error.ctx else "zjtx-docs")
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, OSError):
        return say("error.system", file=error.filename or "-", why=error.strerror or error)
    return str(error)


def _is_broken_pipe(error: OSError) -> bool:
    """Whether whoever reads our output has gone; Windows says EINVAL."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def _silence_stdout() -> None:
    """Keeps the interpreter from complaining when it flushes at its end into a pipe that nobody reads."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8() -> None:
    """Both streams in UTF-8 on every system; a character that cannot be written is escaped, never an exception."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
