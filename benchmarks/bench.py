"""Speed and memory in one run: the command line, a comparison, the parser at three sizes with JioNLP beside it, every
format, and a folder of two thousand files.

    make bench
    make bench ARGS=--quick     smaller sizes, in about a minute

Every figure is taken in a process of its own, so that none pays for another. ``cold`` is the wall time
of a new process with the files in the cache of the system. Throughput is in characters (code points) of input a second.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Iterator

from folder import folder_rows
from formats import format_rows, measure_format
from measuring import POLICY, PROPOSAL, Row, child, cold, timed

SIZES = (1, 50, 200)
QUICK_SIZES = (1, 20)
VERSIONS = ("zjtx-docs", "msgspec", "ahocorasick-rs", "jionlp")
WIDTH = 30  # columns of the names


def measure_ours(times: str) -> dict:
    """The whole parser: outline, measures, departments, money and all else. Counts money; words are loaded before."""
    from zjtx_docs.model import all_finds
    from zjtx_docs.pipeline import parse_text

    with_figure = 0

    def run(text: str) -> int:
        nonlocal with_figure
        entries = [money for document in parse_text(text) for money in all_finds(document, "money")]
        with_figure = sum(money.yuan is not None or money.rate is not None for money in entries)
        return len(entries)

    run(PROPOSAL.read_text("utf-8"))
    return timed(run, POLICY.read_text("utf-8") * int(times)) | {"with_figure": with_figure}


def measure_jionlp(times: str) -> dict:
    """JioNLP's extract_money, which looks for sums alone."""
    import jionlp

    def run(text: str) -> int:
        return len(jionlp.ner.extract_money(text))

    run(PROPOSAL.read_text("utf-8"))
    return timed(run, POLICY.read_text("utf-8") * int(times))


CHILDREN = {"ours": measure_ours, "jionlp": measure_jionlp, "format": measure_format}


def version(name: str) -> str:
    """The version of an installed distribution, or that there is none."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def parse_line(result: dict, times: int) -> str:
    """Throughput, time and memory of one measurement."""
    length = len(POLICY.read_text("utf-8")) * times
    memory = f", peak {result['memory']:.0f} MB" if result["memory"] else ""
    runs = f"{result['runs']} runs" if result["runs"] > 1 else "1 run"
    return f"{length / result['seconds']:,.0f} chars/s ({length:,} chars in {result['seconds']:.3f} s, {runs}{memory})"


def parser_rows(sizes: tuple[int, ...]) -> list[Row]:
    """Our parser at each size, how it scales, and JioNLP on the same text."""
    results = {times: child("ours", times) for times in sizes}
    rows = []
    for times, result in results.items():
        rows.append((f"parse, policy x {times}", result if isinstance(result, str) else parse_line(result, times)))
    first, last = results[sizes[0]], results[sizes[-1]]
    if isinstance(first, dict) and isinstance(last, dict):
        ratio = last["seconds"] / (first["seconds"] * sizes[-1])
        rows.append(("linearity", f"{ratio:.2f} (time a character at x {sizes[-1]} over x {sizes[0]}; 1 is linear)"))
    others = {times: child("jionlp", times) for times in sizes[:2]}
    for times, result in others.items():
        says = f"not measured: {result}" if isinstance(result, str) else parse_line(result, times)
        rows.append((f"JioNLP money, policy x {times}", says))
    if isinstance(first, dict):
        says = f"{first['found']} entries, {first['with_figure']} of them with a figure"
        rows.append(("money found by the parser", says))
    one = others[sizes[0]]
    rows.append(("money found by JioNLP", one if isinstance(one, str) else f"{one['found']} sums (it reads no rates)"))
    return rows


def rows(quick: bool) -> Iterator[Row]:
    """The table, row by row as the figures come."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    compare = ["compare", str(PROPOSAL), "--against", str(POLICY), "--format", "json"]
    yield "machine", f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}"
    yield "versions", ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    yield "zjtx-docs --help, cold", cold(["--help"], 3 if quick else 10)
    yield "zjtx-docs compare raw/, cold", cold(compare, 2 if quick else 5)
    yield from parser_rows(QUICK_SIZES if quick else SIZES)
    yield from format_rows()
    yield from folder_rows(quick)


def main() -> None:
    """Prints the table."""
    options = argparse.ArgumentParser(description="speed and memory")
    options.add_argument("--quick", action="store_true", help="smaller sizes and fewer runs")
    for name, says in rows(options.parse_args().quick):
        print(f"{name:<{WIDTH}}  {says}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(CHILDREN[sys.argv[2]](sys.argv[3])))
    else:
        main()
