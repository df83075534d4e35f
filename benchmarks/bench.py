"""Speed and memory in one run: the command line, a comparison, the parser at three sizes, and JioNLP beside it.

    make bench

Every figure is taken in a process of its own, so that none pays for another. ``cold`` is the wall time
of a new process with the files in the cache of the system. Throughput is in characters (code points) of input a second.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
POLICY = ROOT / "raw" / "beijing_zjtx_measures_2021.txt"
PROPOSAL = ROOT / "raw" / "fangshan_zjtx_proposal_2023.txt"
SIZES = (1, 50, 200)
VERSIONS = ("zjtx-docs", "msgspec", "ahocorasick-rs", "jionlp")
AT_LEAST = 1.0  # seconds that short runs are repeated for
PATIENCE = 900  # seconds after which a measurement is given up


def peak_memory() -> float | None:
    """The most memory this process has held, in MB; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def timed(run: Callable[[str], int], text: str) -> dict:
    """Seconds of one run (the median of as many as fit in AT_LEAST, one at least), what it counted, and memory."""
    taken: list[float] = []
    while True:
        start = time.perf_counter()
        found = run(text)
        taken.append(time.perf_counter() - start)
        if sum(taken) >= AT_LEAST:
            break
    return {"seconds": statistics.median(taken), "found": found, "runs": len(taken), "memory": peak_memory()}


def measure_ours(times: int) -> dict:
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
    return timed(run, POLICY.read_text("utf-8") * times) | {"with_figure": with_figure}


def measure_jionlp(times: int) -> dict:
    """JioNLP's extract_money, which looks for sums alone."""
    import jionlp

    def run(text: str) -> int:
        return len(jionlp.ner.extract_money(text))

    run(PROPOSAL.read_text("utf-8"))
    return timed(run, POLICY.read_text("utf-8") * times)


CHILDREN = {"ours": measure_ours, "jionlp": measure_jionlp}


def child(name: str, times: int) -> dict | str:
    """What ``measure_<name>`` says in a new process, or in words why it says nothing."""
    command = [sys.executable, __file__, "--child", name, str(times)]
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return f"gave up after {PATIENCE} s"
    if run.returncode:
        return (run.stderr.strip().splitlines() or ["no word"])[-1]
    return json.loads(run.stdout.strip().splitlines()[-1])


def cold(arguments: list[str], times: int) -> str:
    """The median wall time of so many new processes, with the fastest and the slowest."""
    script = Path(sys.executable).with_name("zjtx-docs")
    command = [str(script)] if script.exists() else [sys.executable, "-c", "from zjtx_docs.cli import main; main()"]
    taken: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        run = subprocess.run(
            [*command, *arguments], capture_output=True, cwd=ROOT, stdin=subprocess.DEVNULL, check=False
        )
        taken.append(time.perf_counter() - start)
        if run.returncode:
            return f"exit {run.returncode}: {run.stderr.decode('utf-8', 'replace').strip()[-200:]}"
    middle, least, most = (1000 * pick(taken) for pick in (statistics.median, min, max))
    return f"{middle:.0f} ms (median of {times}; {least:.0f}-{most:.0f})"


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


def parser_rows() -> list[tuple[str, str]]:
    """Our parser at each size, how it scales, and JioNLP on the same text."""
    results = {times: child("ours", times) for times in SIZES}
    rows = []
    for times, result in results.items():
        rows.append((f"parse, policy x {times}", result if isinstance(result, str) else parse_line(result, times)))
    first, last = results[SIZES[0]], results[SIZES[-1]]
    if isinstance(first, dict) and isinstance(last, dict):
        ratio = last["seconds"] / (first["seconds"] * SIZES[-1])
        rows.append(("linearity", f"{ratio:.2f} (time a character at x {SIZES[-1]} over x {SIZES[0]}; 1 is linear)"))
    others = {times: child("jionlp", times) for times in SIZES[:2]}
    for times, result in others.items():
        says = f"not measured: {result}" if isinstance(result, str) else parse_line(result, times)
        rows.append((f"JioNLP money, policy x {times}", says))
    if isinstance(first, dict):
        says = f"{first['found']} entries, {first['with_figure']} of them with a figure"
        rows.append(("money found by the parser", says))
    one = others[SIZES[0]]
    rows.append(("money found by JioNLP", one if isinstance(one, str) else f"{one['found']} sums (it reads no rates)"))
    return rows


def main() -> None:
    """Prints the table."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    compare = ["compare", str(PROPOSAL), "--against", str(POLICY), "--format", "json"]
    rows = [
        ("machine", f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}"),
        ("versions", ", ".join(f"{name} {version(name)}" for name in VERSIONS)),
        ("zjtx-docs --help, cold", cold(["--help"], 10)),
        ("zjtx-docs compare raw/, cold", cold(compare, 5)),
        *parser_rows(),
    ]
    width = max(len(name) for name, _ in rows)
    for name, says in rows:
        print(f"{name:<{width}}  {says}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(CHILDREN[sys.argv[2]](int(sys.argv[3]))))
    else:
        main()
