"""Money given: sums, rates and rules, with bound, instrument, period, what is counted, basis, recipient and payer.

Rules follow how 惠企政策 write support: 对X给予最高N万元一次性奖励; 按Y的N%给予补助，最高M万元 (two entries: a rate and its
ceiling); 分别给予A、B、C (one entry an amount); 区级…不低于市级标准 (rate 1.0, floor); support promised without a figure.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from zjtx_docs.lexicon import Hit
from zjtx_docs.model import Instrument, Money, Path, Period, Place
from zjtx_docs.parsers.durations import lasting
from zjtx_docs.parsers.figure_context import Figure
from zjtx_docs.parsers.money_fields import (
    BASIS,
    PER_AFTER,
    basis_of,
    bound_of_money,
    instrument_of,
    naming_of,
    payer_of,
    per_of,
    period_around,
    period_of,
)  # fmt: skip
from zjtx_docs.parsers.promises import find_promises, level_standards
from zjtx_docs.parsers.recipients import ITS_OWN, Recipient, align, find_recipient, named, those_who
from zjtx_docs.parsers.sentences import Cue, Sentence


class Context(NamedTuple):
    """What the sentences before, in the same item, have said: whom they support, and who last received (对其…).

    ``period`` and ``instrument`` are those of a promise that opens a list (按下列标准给予一次性建设补助：).
    ``running`` where this sentence goes on after a semicolon: who received there receives here (…；获得冠军的，再奖励…).
    ``listed`` where it is a member of such a list: a sum that closes a clause is given (（一）通过国家审定的，每个60万元);
    ``inline`` where the list ends with the sentence (…给予补贴：A类人才100万元；B类人才60万元。).
    """

    beneficiary: Recipient | None = None
    last: Recipient | None = None
    running: bool = False
    period: Period | None = None
    instrument: Instrument | None = None
    listed: bool = False
    inline: bool = False

    def outside(self) -> Context:
        """The same for another paragraph, where the places of the names mean nothing."""
        names = [who._replace(start=-1, end=-1) if who else None for who in (self.beneficiary, self.last)]
        return self._replace(beneficiary=names[0], last=names[1], running=False)


def find_money(
    sentence: Sentence, figures: list[Figure], path: Path, context: Context
) -> tuple[list[Money], Recipient | None]:
    """The money entries of one sentence in the order of the text, and the last recipient; departments come with the
    assembly."""
    made: list[Money] = []
    last: Recipient | None = None
    if not figures and not _may_give(sentence):
        return made, last
    for number, figure in enumerate(figures):
        if figure.role == "money":
            entry, last = _entry(sentence, figures, number, path, context, made, last)
            made.append(entry)
    levels = level_standards(sentence, figures, path, context.beneficiary, made)
    made.extend(levels)
    at = sentence.block.view.at
    taken = {sentence.clause_of(at(entry.start)) for entry in levels}
    made.extend(find_promises(sentence, figures, path, context.beneficiary, taken))
    return sorted(made, key=lambda entry: (entry.start, entry.end)), last


def _entry(
    sentence: Sentence, figures: list[Figure], number: int, path: Path, context: Context, made: list[Money],
    last: Recipient | None,
) -> tuple[Money, Recipient | None]:  # fmt: skip
    figure = figures[number]
    head = figures[figure.head]
    quantity = figure.quantity
    earlier = made[-1] if made else None
    naming = naming_of(sentence, figure)
    give = next((hit for hit in reversed(head.left) if hit.value.kind in ("give", "verb", "weak")), None)
    bare = give is None and naming is None
    bound = bound_of_money(sentence, figure, head)
    instrument = instrument_of(sentence, figure, head, naming, earlier)
    period = period_of(sentence, figure, head, naming) or period_around(sentence, figure, earlier, bare)
    if context.instrument is not None and (bound == "exact" or context.listed):
        period, instrument = period or context.period, instrument or context.instrument
    who = _who(sentence, figures, number, give, context, last, bare)
    per = per_of(sentence, figure, head, naming, who, bare)
    start, end = _expression(sentence, figure, head, naming, give, number == figure.head)
    view = sentence.block.view
    s, e = view.span(start, end)
    value = quantity.value
    is_sum = quantity.kind == "sum"
    whole = value == int(value) and (quantity.low is None or quantity.low == int(quantity.low))
    yuan = int(value) if is_sum and quantity.currency is None and whole else None
    low = quantity.low
    places = [_place(view, "amount" if is_sum else "rate", quantity.start, quantity.end)]
    if who and sentence.a <= who.start < sentence.b and who.end <= sentence.b:
        places.append(_place(view, "beneficiary", who.start, who.end))
    entry = Money(
        start=s, end=e, quote=view.source[s:e], yuan=yuan,
        yuan_min=int(low) if low is not None and yuan is not None else None,
        rate=None if is_sum else float(value), rate_min=None if is_sum or low is None else float(low),
        currency=(quantity.currency or "CNY") if is_sum else None,
        amount=_plain(value) if is_sum and yuan is None else None,
        bound=bound, instrument=instrument, period=period, duration=lasting(sentence, quantity.start, period), per=per,
        basis=basis_of(sentence, figure, head) or (earlier.basis if earlier and bare else None),
        beneficiary=who.words if who else None, payer=payer_of(sentence, figure), path=path, places=tuple(places),
    )  # fmt: skip
    return entry, who


def _plain(value: Decimal) -> int | float:
    """0.3元, 12.5美元 keep their fraction: a sum is never cut."""
    return int(value) if value == int(value) else float(value)


def _may_give(sentence: Sentence) -> bool:
    """Whether a sentence without figures may promise support: most do not, and need no closer look."""
    text = sentence.text
    if "给" in text or "予以" in text or "低于" in text or "额" in text or "减半" in text or "免" in text:
        return True
    return any(hit.value.kind == "give" for hit in sentence.cues)


def _place(view, field: str, a: int, b: int) -> Place:
    start, end = view.span(a, b)
    return Place(field=field, start=start, end=end, quote=view.source[start:end])


def _who(
    sentence: Sentence, figures: list[Figure], number: int, give: Hit[Cue] | None, context: Context,
    earlier: Recipient | None, bare: bool,
) -> Recipient | None:  # fmt: skip
    figure = figures[number]
    quantity = figures[figure.head].quantity
    own = _own_name(sentence, figures, figure.head)
    if own is not None and not (earlier and _ONE_OF.match(own.words)):
        return own
    if bare and earlier is not None:
        return earlier
    found = find_recipient(sentence, quantity.start, give.start if give else None, figure.quantity.end)
    if found is None:
        its = ITS_OWN.search(sentence.chars, sentence.a, quantity.start)
        goes_on = context.last is not None and (its or context.running)
        known = earlier or (context.last if goes_on else context.beneficiary)
        return known or those_who(sentence, quantity.start)
    members = [n for n, other in enumerate(figures) if other.head == figure.head]
    if len(members) > 1:
        parts = align(sentence, found, len(members))
        if parts:
            return parts[members.index(number)]
    return found


def _own_name(sentence: Sentence, figures: list[Figure], number: int) -> Recipient | None:
    """博士每人每月3000元、硕士每人每月1500元: a series that names the recipient of each of its amounts."""
    before = figures[number - 1] if number else None
    if before is None or before.role != "money":
        after = figures[number + 1] if number + 1 < len(figures) else None
        if after is None or after.role != "money":
            return None
        other = _named_there(sentence, figures[number].tail, after)
        if other is None or _ONE_OF.match(other.words):
            return None
        return _named_there(sentence, sentence.a, figures[number])
    return _named_there(sentence, before.quantity.end, figures[number])


def _named_there(sentence: Sentence, end: int, figure: Figure) -> Recipient | None:
    """The name right before the sum, or before what it is counted by; ``end`` is where the sum before it ends."""
    start = figure.quantity.start
    counted = [hit for hit in sentence.cues if hit.value.kind in ("per", "period") and end <= hit.start < start]
    stop = counted[0].start if counted else start
    led = _LED.search(sentence.chars, end, stop)
    words = led[1] if led and led.end() == stop else ""
    heads = [hit for hit in sentence.heads if hit.end == stop and hit.start >= stop - len(words)]
    if not heads and words not in _DEGREES or not 2 <= len(words) <= 8:
        return None
    return named(sentence, stop - len(words), stop, (heads[0].value or None) if heads else "人")


# 单个主体累计补助不突破80万元: each of those named before, where anyone is.
_ONE_OF = re.compile(r"[每单同该各]")
_LED = re.compile(r"(?:^|按照|[、,/:按(]|其中)((?:(?!按照|其中)[^给予补奖的、,。;:/\d按]){2,8})$")
# 本科每月800元: a degree stands for those who hold it.
_DEGREES = frozenset({"本科", "大专", "专科", "中专", "大学本科", "本科以上"})


def _expression(
    sentence: Sentence, figure: Figure, head: Figure, naming: Hit[Cue] | None, give: Hit[Cue] | None, first: bool
) -> tuple[int, int]:
    """The stretch that a person would quote for the entry: from the giving or bounding word to the naming noun."""
    quantity = figure.quantity
    start, end = quantity.start, quantity.end
    if first:
        kinds = ("cap", "floor", "period", "per", "give", "verb", "weak", "standard", "fundpool")
        gap = 14
        for hit in reversed(figure.left):
            if hit.value.kind in kinds and start - hit.end <= gap:
                start = hit.start
                gap = 2 if hit.value.kind in ("give", "verb", "weak") else gap
        if quantity.kind == "rate":
            by = BASIS.search(sentence.chars[sentence.clauses[figure.clause][0] : quantity.start])
            if by:
                start = min(start, sentence.clauses[figure.clause][0] + by.start())
    last = not any(
        other.start >= quantity.end and other.start < (naming.start if naming else 0) for other in sentence.quantities
    )
    if naming is not None and last and naming.end > end:
        end = naming.end
    after = PER_AFTER.match(sentence.chars, quantity.end)
    return start, max(end, after.end() if after else end)
