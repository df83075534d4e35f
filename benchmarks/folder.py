"""A folder of generated policies through ``parse -o``: files a second, memory, and a second run that finds all done."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from pathlib import Path

from measuring import POLICY, PROPOSAL, ROOT, Row, cost, said

FILES = 2000
QUICK = 100
EACH = 100  # files of a sub-folder
PLACES = "临江 云山 清河 安平 永宁 东阳 长乐 新河 广昌 和顺 福泉 宁远 南湖 北川 石门 龙泉 海宁 平湖 桐山 江阴".split()
_NUMBER = re.compile(r"[1-9][0-9]{0,3}(?=万元|亿元|%|家|个)")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?=[省市区县](?:人民政府|财政局|科技局|工业和信息化))")


def seeds() -> list[str]:
    """The texts that are varied: the sources of the golden tests and of raw/."""
    paths = [*sorted((ROOT / "tests" / "golden").glob("*/source.txt")), POLICY, PROPOSAL]
    return [path.read_text("utf-8") for path in paths]


def vary(text: str, dice: random.Random) -> str:
    """Another policy of the kind: other places and sums, some paragraphs left out."""
    place = dice.choice(PLACES)
    text = _PLACE.sub(place, text)
    text = _NUMBER.sub(lambda match: str(max(1, round(int(match[0]) * dice.uniform(0.5, 2)))), text)
    first, *rest = text.splitlines()
    return "\n".join([first, *(line for line in rest if dice.random() > 0.1)]) + "\n"


def fill(folder: Path, count: int) -> int:
    """Writes so many files, the same ones every time, in the encodings that occur; returns their characters."""
    dice = random.Random(count)
    texts = seeds()
    chars = 0
    for number in range(count):
        text = vary(dice.choice(texts), dice)
        encoding = dice.choices(["utf-8", "gb18030", "utf-8-sig"], [7, 2, 1])[0]
        if dice.random() < 0.1:
            text = text.replace("\n", "\r\n")
        path = folder / f"{number // EACH:02}" / f"政策{number:04}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode(encoding))
        chars += len(text)
    return chars


def folder_rows(quick: bool) -> list[Row]:
    """One and two processes, a run that finds all unchanged, and the whole folder as one array."""
    count = QUICK if quick else FILES
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as place:
        sources, results = Path(place, "原文"), Path(place, "果")
        sources.mkdir()
        chars = fill(sources, count)
        name = f"{count:,} files"
        into = ["parse", str(sources), "-o", f"{results}/", "--lang", "en", "--jobs"]
        seconds = {}
        for jobs in (1, 2):
            shutil.rmtree(results, ignore_errors=True)
            spent = cost([*into, str(jobs)])
            seconds[jobs] = spent.seconds
            speed = f"{count / spent.seconds:,.0f} files/s, {chars / spent.seconds:,.0f} chars/s, {spent.seconds:.1f} s"
            memory = f"peak {said(spent.largest)} a process, {said(spent.together)} all together"
            plural = "process" if jobs == 1 else "processes"
            rows.append((f"{name}, {jobs} {plural}", f"{speed}; {memory}; {spent.told}"))
        rows.append((f"{name}, speed-up", f"{seconds[1] / seconds[2]:.2f} by the second process"))
        again = cost([*into, "1"])
        speed = f"{count / again.seconds:,.0f} files/s, {again.seconds:.2f} s"
        rows.append((f"{name}, second run", f"{speed}; peak {said(again.largest)}; {again.told}"))
        array = cost(["parse", str(sources)])
        says = f"{count / array.seconds:,.0f} files/s, {array.seconds:.1f} s; peak {said(array.largest)}"
        rows.append((f"{name}, one array", says if not array.code else f"exit {array.code}: {array.told[-200:]}"))
    return rows
