"""Money in tables: a head row says what is given (每标箱补贴, 单个设施补助上限), the rows say to whom and how much.

Annexes of policies (附件：奖励标准) and 按下表给予补贴 write so; the unit may stand in the head (奖励标准（万元）) or in the caption.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zjtx_docs.amounts import Quantity, find_quantities
from zjtx_docs.model import Instrument, Money, Period, Place, Threshold
from zjtx_docs.parsers.block import Block
from zjtx_docs.parsers.cells import cells_of
from zjtx_docs.parsers.money_fields import STANDARD_WORD
from zjtx_docs.parsers.recipients import recipient_class
from zjtx_docs.parsers.sentences import Cue, cue_terms

_UNIT = re.compile(r"\((?:单位:)?((?:万|亿)?元|%|‰)(?:/[^()]{1,8})?\)|单位:((?:万|亿)?元|%)")
_LIMIT = re.compile(r"最高|上限|限额|封顶|不超过|以内")
_CELL_LIMIT = re.compile(r"最高|不超过|至多|以内|封顶|上限")
_CELL_FLOOR = re.compile(r"不低于|最低|至少")
_RATE_OF = re.compile(r"按(?:照)?([^,;()]{2,16}?)(?:的)?(?:补助|补贴|奖励|资助|支持|给予|比例)")
_EACH = re.compile(r"每([一-鿿]{1,4}?)(?=补|奖|资|最|标|金|额|\(|$)")
_WHAT = re.compile(r"标准|金额|额度|上限|限额|封顶|比例|奖金")
# A cell that holds the amount and next to nothing else.
_AROUND = 6
_LONGEST_CAPTION = 120


class Column(NamedTuple):
    """What the head of a column says of its amounts; ``metric`` where they are what one must reach."""

    unit: str | None
    limited: bool
    instrument: Instrument | None
    period: Period | None
    per: str | None
    basis: str | None
    metric: str | None = None


class MoneyTable:
    """Reads the rows of one table after ``caption``, the words right above it."""

    def __init__(self, caption: str) -> None:
        self.caption = caption[-_LONGEST_CAPTION:]
        self.columns: dict[int, Column] | None = None

    def row(self, block: Block) -> tuple[list[Money], list[Threshold]] | None:
        """The money of a row and what its other figures require; nothing for the head row. None where the table tells
        of no money, or this row of it writes sentences."""
        cells = cells_of(block)
        if self.columns is None:
            self._head(block.view.chars, cells)
            return ([], []) if self.columns else None
        if not self.columns or len(cells) < 2:
            return None
        chars = block.view.chars
        name = next((c for n, c in enumerate(cells) if self._names(chars[slice(*c)], self.columns.get(n))), (0, 0))
        money: list[Money] = []
        required: list[Threshold] = []
        gives = written = False  # whether a cell beside the ceilings gives a sum, or writes a sentence about one
        for number, cell in enumerate(cells):
            column = self.columns.get(number)
            quantity = _sole(chars, cell, column.unit, column.metric is None) if column and cell != name else None
            if column is None or quantity is None:
                if column is not None and not column.limited and column.metric is None and cell != name:
                    written = written or any(q.kind != "count" for q in find_quantities(chars[slice(*cell)]))
                continue
            if column.metric is not None:
                required.append(_required(block, cell, quantity, column.metric))
            else:
                gives = gives or not column.limited
                money.append(_entry(block, name, cell, quantity, column))
        return (money, required) if money and (gives or not written) else None

    @staticmethod
    def _names(words: str, column: Column | None) -> bool:
        """Whether a cell says who receives: no number of the row, no figure of the applicant."""
        if re.fullmatch(r"[\d.()、]*|[一二三四五六七八九十]{1,3}", words):
            return False
        return column is None or column.metric is None or not find_quantities(words)

    def _head(self, chars: str, cells: list[tuple[int, int]]) -> None:
        """Columns that give: by their own head, or by the caption where the head names no figure of the applicant."""
        self.columns = {}
        if len(cells) < 2 or any(q.kind != "count" for q in find_quantities(_UNIT.sub("", chars))):
            return
        caption = _cues(self.caption)
        gives = _instrument(caption)
        for number, (a, b) in enumerate(cells):
            words = chars[a:b]
            cues = _cues(words)
            kinds = {cue.kind for cue in cues}
            own = _instrument(cues)
            if kinds & {"metric", "ratio"} and own is None and "standard" not in kinds:
                self.columns[number] = _column(words, cues, "", None)._replace(metric=_UNIT.sub("", words))
            elif number and (own or gives or "standard" in kinds or _WHAT.fullmatch(_UNIT.sub("", words)[-2:])):
                self.columns[number] = _column(words, cues, self.caption, own or gives)
        if all(column.metric is not None for column in self.columns.values()):
            self.columns = {}


def _cues(words: str) -> list[Cue]:
    return [hit.value for hit in cue_terms().find(words)]


def _instrument(cues: list[Cue]) -> Instrument | None:
    named = [cue.value for cue in cues if cue.kind == "give"] or [cue.value for cue in cues if cue.kind == "weak"]
    standards = [cue.word for cue in cues if cue.kind == "standard"]
    named += [value for words in standards for word, value in STANDARD_WORD if word in words][:1] if not named else []
    return named[-1] if named else None


def _column(words: str, cues: list[Cue], caption: str, instrument: Instrument | None) -> Column:
    unit = _UNIT.search(words) or _UNIT.search(caption)
    period = next((cue.value for cue in cues if cue.kind == "period"), None)
    if period is None and re.search(r"年度|每年|/年", words):
        period = "per_year"
    elif period is None and re.search(r"每月|/月", words):
        period = "per_month"
    counted = _EACH.search(words)
    per = next((cue.value for cue in cues if cue.kind == "per"), None)
    if "每人次" in words:
        per = "人次"
    elif counted and not counted[1].startswith(("年", "月")):
        per = recipient_class(counted[1]) or counted[1]
    basis = _RATE_OF.search(words)
    return Column(
        (unit[1] or unit[2]) if unit else None, _LIMIT.search(words) is not None, instrument, period, per,
        basis[1] if basis else None,
    )  # fmt: skip


def _sole(chars: str, cell: tuple[int, int], unit: str | None, sums: bool) -> Quantity | None:
    """The one amount that fills a cell; a bare number takes the unit of its column."""
    words = chars[cell[0] : cell[1]]
    if unit and re.fullmatch(r"(?:最高|不超过)?[\d.,]+(?:[-~至][\d.,]+)?(?:以内)?", words):
        words = re.sub(r"(\d)(?=以内|$)", rf"\g<1>{unit}", words)
    found = find_quantities(words)
    if len(found) != 1 or sums and found[0].kind == "count" or len(words) - (found[0].end - found[0].start) > _AROUND:
        return None
    if any(cue.kind in ("metric", "ratio") for cue in _cues(words)):
        return None
    return found[0]


def _required(block: Block, cell: tuple[int, int], quantity: Quantity, metric: str) -> Threshold:
    """A figure of the applicant (年营业收入 5000万元以上): what one must reach for the row's sum."""
    s, e = block.view.span(*cell)
    words = block.view.chars[slice(*cell)]
    value = quantity.value * (100 if quantity.kind == "rate" else 1)
    unit = {"sum": "元", "rate": "%"}.get(quantity.kind, quantity.unit)
    bound = "range" if quantity.low is not None else "cap" if re.search(r"以下|以内|不超过", words) else "floor"
    return Threshold(
        start=s, end=e, quote=block.view.source[s:e], metric=metric,
        value=int(value) if value == int(value) else float(value), unit=unit, bound=bound, path=block.path,
    )  # fmt: skip


def _entry(
    block: Block, name: tuple[int, int], cell: tuple[int, int], quantity: Quantity, column: Column
) -> Money:  # fmt: skip
    view = block.view
    s, e = view.span(*cell)
    words = view.chars[cell[0] : cell[1]]
    own = _column(words, _cues(words), "", None)  # what the cell itself says: 每亩补助1200元, 一次性奖3万元
    value, low, is_sum = quantity.value, quantity.low, quantity.kind == "sum"
    whole = value == int(value) and (low is None or low == int(low))
    yuan = int(value) if is_sum and quantity.currency is None and whole else None
    bound = "range" if low is not None else "exact"
    if low is None and (column.limited or _CELL_LIMIT.search(words)):
        bound = "cap"
    elif low is None and _CELL_FLOOR.search(words):
        bound = "floor"
    who = view.words(*name) if name[0] < name[1] and not view.chars[name[0] : name[1]].isdecimal() else None
    places = [Place(field="amount" if is_sum else "rate", start=s, end=e, quote=view.source[s:e])]
    if who:
        x, y = view.span(*name)
        places.append(Place(field="beneficiary", start=x, end=y, quote=view.source[x:y]))
    return Money(
        start=s, end=e, quote=view.source[s:e], yuan=yuan,
        yuan_min=int(low) if low is not None and yuan is not None else None,
        rate=None if is_sum else float(value), rate_min=None if is_sum or low is None else float(low),
        currency=(quantity.currency or "CNY") if is_sum else None,
        amount=(int(value) if value == int(value) else float(value)) if is_sum and yuan is None else None,
        bound=bound, instrument=column.instrument or _instrument(_cues(words)), period=column.period or own.period,
        per=column.per or own.per,
        basis=column.basis if not is_sum else None, beneficiary=who, path=block.path, places=tuple(places),
    )  # fmt: skip
