"""``schema``: the JSON Schemas of what ``parse``, ``compare`` and ``check`` write."""

from __future__ import annotations

import os

import click

from zjtx_docs.cli.formatting import PATH, Command
from zjtx_docs.cli.output import STDOUT, write_data
from zjtx_docs.report.catalogue import Say

NAMES = ("document", "comparison", "check")


def schema_command(say: Say) -> click.Command:
    """The command in the language of ``say``."""

    def run(name: str | None, output: str | None) -> int:
        return schema(name, output)

    params = [
        click.Argument(["name"], required=False, type=click.Choice(NAMES), metavar=f"[{say('metavar.name')}]"),
        click.Option(["-o", "--output"], type=PATH, metavar=say("metavar.folder"), help=say("help.schema_output")),
    ]
    return Command("schema", say, run, params, ["schema"])


def schema(name: str | None, output: str | None) -> int:
    """Prints the schema, or the names that there are; with a folder writes NAME.schema.json for it, or for all."""
    if output in (None, STDOUT):
        write_data(None, encode(name) if name else "".join(f"{one}\n" for one in NAMES).encode())
        return 0
    from zjtx_docs.schema import write_schemas

    if name is None:
        write_schemas(output)
    else:
        write_data(os.path.join(output, f"{name}.schema.json"), encode(name))
    return 0


def encode(name: str) -> bytes:
    """One schema as JSON, as ``write_schemas`` writes it."""
    import json

    from zjtx_docs.schema import check_schema, comparison_schema, document_schema

    found = {"document": document_schema, "comparison": comparison_schema, "check": check_schema}[name]()
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()
