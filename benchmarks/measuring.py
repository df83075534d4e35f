"""How a figure is taken: timed runs, each in a process of its own, and what a command and its processes need."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
POLICY = ROOT / "raw" / "beijing_zjtx_measures_2021.txt"
PROPOSAL = ROOT / "raw" / "fangshan_zjtx_proposal_2023.txt"
AT_LEAST = 1.0  # seconds that short runs are repeated for
PATIENCE = 900  # seconds after which a measurement is given up
LOOKS = 0.1  # seconds between two looks at the memory of a command

# A small process between this one and the command: the system counts for a process what its parent held when it was
# started. It tells the wall time of the command, and the most memory of it or of one of its own processes.
_ASKS = """
import json, subprocess, sys, time
start = time.perf_counter()
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
seconds = time.perf_counter() - start
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
except ImportError:
    peak = None
print(json.dumps({"seconds": seconds, "peak": peak}))
sys.exit(code)
"""

Row = tuple[str, str]


class Cost(NamedTuple):
    """What a command needed: seconds, exit code, its words, and MB (None where the system does not tell).

    ``largest`` is the most that one of its processes held, ``together`` the most that all of them held at a time,
    pages that they share counted once.
    """

    seconds: float
    code: int
    told: str
    largest: float | None
    together: float | None


def peak_memory() -> float | None:
    """The most memory this process has held, in MB; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    return megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def megabytes(peak: int) -> float:
    """What the system calls the most memory: bytes on macOS, else KB."""
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


def child(name: str, argument: str | int) -> dict | str:
    """What the measurement ``name`` of bench.py says in a new process, or in words why it says nothing."""
    command = [sys.executable, str(Path(__file__).with_name("bench.py")), "--child", name, str(argument)]
    try:
        run = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return f"gave up after {PATIENCE} s"
    if run.returncode:
        return (run.stderr.strip().splitlines() or ["no word"])[-1]
    return json.loads(run.stdout.strip().splitlines()[-1])


def zjtx_docs(arguments: Sequence[str]) -> list[str]:
    """The command line that a person types, or the same without the script where it is not installed."""
    script = Path(sys.executable).with_name("zjtx-docs")
    words = [str(script)] if script.exists() else [sys.executable, "-m", "zjtx_docs.cli"]
    return [*words, *arguments]


def cold(arguments: list[str], times: int) -> str:
    """The median wall time of so many new processes, with the fastest and the slowest."""
    taken: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        run = subprocess.run(zjtx_docs(arguments), capture_output=True, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
        taken.append(time.perf_counter() - start)
        if run.returncode:
            return f"exit {run.returncode}: {run.stderr.decode('utf-8', 'replace').strip()[-200:]}"
    middle, least, most = (1000 * pick(taken) for pick in (statistics.median, min, max))
    return f"{middle:.0f} ms (median of {times}; {least:.0f}-{most:.0f})"


def cost(arguments: Sequence[str]) -> Cost:
    """Runs ``zjtx-docs`` with these arguments once, its output thrown away, and tells what it needed."""
    together: float | None = None
    process = subprocess.Popen(
        [sys.executable, "-c", _ASKS, *zjtx_docs(arguments)], cwd=ROOT, env={**os.environ, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    while process.poll() is None:
        now = group_memory(process.pid)
        together = max(now, together or 0.0) if now else together
        time.sleep(LOOKS)
    out, told = process.communicate()
    if not out:
        return Cost(0.0, process.returncode, told.decode("utf-8", "replace"), None, together)
    asked = json.loads(out)
    largest = megabytes(asked["peak"]) if asked["peak"] else None
    return Cost(asked["seconds"], process.returncode, told.decode("utf-8", "replace").strip(), largest, together)


def group_memory(group: int) -> float | None:
    """MB that all processes of a group but the first hold now, shared pages counted once; None without /proc."""
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(path.parent.name) == group:  # the one that asks
                continue
            if int(path.read_text("utf-8", "replace").rpartition(")")[2].split()[2]) != group:
                continue
            lines = path.with_name("smaps_rollup").read_text("utf-8").splitlines()
            total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
        except (OSError, ValueError, IndexError):  # it has ended meanwhile
            continue
    return total / 1024 or None


def said(memory: float | None) -> str:
    """A figure of memory for the table."""
    return f"{memory:.0f} MB" if memory else "unknown"
