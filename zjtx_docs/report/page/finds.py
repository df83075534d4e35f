"""What was found in a text, as marks with words: sums, bodies, thresholds, targets, figures, recipients and so on."""

from __future__ import annotations

from collections.abc import Iterator

from zjtx_docs.model import Document, Money, Statistic, Target, Threshold, all_finds
from zjtx_docs.report.catalogue import Say
from zjtx_docs.report.layout import clean
from zjtx_docs.report.page.marks import Mark
from zjtx_docs.report.phrases import yuan

# In the order of the legend; a later one is drawn over an earlier one where they overlap.
KINDS = (
    "heading", "measure", "condition", "reference", "threshold", "target", "statistic", "beneficiary", "money",
    "department",
)  # fmt: skip


def number(value: float, say: Say) -> str:
    """A number without needless decimals; thousands apart in English."""
    text = f"{value:,.4f}" if say.lang == "en" else f"{value:.4f}"
    return text.rstrip("0").rstrip(".")


def percent(rate: float) -> str:
    """A rate as a percentage: 0.05 -> 5%."""
    return f"{rate * 100:.4f}".rstrip("0").rstrip(".") + "%"


def sum_words(entry: Money, say: Say) -> str:
    """The sum or rate of an entry with its bound: 最高500万元, 5%—20%; empty where no figure is named."""
    if entry.yuan is not None:
        low, high = entry.yuan_min, yuan(entry.yuan, say)
        figure = f"{yuan(low, say)}—{high}" if low is not None else high
    elif entry.amount is not None:
        figure = f"{number(entry.amount, say)} {entry.currency or ''}".strip()
    elif entry.rate is not None:
        low_rate = f"{percent(entry.rate_min)}—" if entry.rate_min is not None else ""
        figure = low_rate + percent(entry.rate)
    else:
        return ""
    bound = f"{say(f'page.bound_{entry.bound}')}" if entry.bound in ("cap", "floor") else ""
    return f"{bound}{figure}"


def money_words(entry: Money, say: Say) -> str:
    """An entry in words: 奖励，最高30万元，一次性，每家企业."""
    parts = [
        say(f"instrument.{entry.instrument}") if entry.instrument else "",
        sum_words(entry, say) or say("page.no_figure"),
        say(f"period.{entry.period}") if entry.period else "",
    ]
    return say("page.comma").join(part for part in parts if part)


def figure_words(found: Threshold | Target | Statistic, say: Say) -> str:
    """A counted thing in words: 至少 2 家."""
    if found.value is None:
        return ""
    bound = getattr(found, "bound", None)
    told = say(f"page.bound_{bound}") if bound in ("cap", "floor") else ""
    return f"{told}{number(found.value, say)}{' ' if say.lang == 'en' else ''}{clean(found.unit or '')}"


def marks_of(document: Document, say: Say) -> Iterator[Mark]:
    """Every find of a document as a mark."""

    def told(kind: str, more: str = "") -> str:
        name = say(f"find.{kind}")
        return f"{name}{say('report.colon')}{more}" if more else name

    for item in document.outline:
        yield Mark(item.start, item.end, "heading", told("heading"))
    for measure in document.measures:
        yield Mark(measure.start, measure.end, "measure", told("measure", say(f"stance.{measure.stance}")))
        for condition in measure.conditions:
            yield Mark(condition.start, condition.end, "condition", told("condition"))
        for body in measure.departments:
            yield Mark(body.start, body.end, "department", _body(body, say))
    for duty in document.responsibilities:
        for body in duty.departments:
            yield Mark(body.start, body.end, "department", _body(body, say))
    for entry in all_finds(document, "money"):
        yield Mark(entry.start, entry.end, "money", told("money", money_words(entry, say)))  # type: ignore[arg-type]
    for name in ("threshold", "target", "statistic"):
        for found in all_finds(document, f"{name}s"):
            yield Mark(found.start, found.end, name, told(name, figure_words(found, say)))  # type: ignore[arg-type]
    for found in all_finds(document, "references"):
        yield Mark(found.start, found.end, "reference", told("reference"))
    for found in all_finds(document, "beneficiaries"):
        tier = say(f"tier.{found.tier}") if found.tier else ""  # type: ignore[attr-defined]
        yield Mark(found.start, found.end, "beneficiary", told("beneficiary", tier))


def _body(body: object, say: Say) -> str:
    name, role = clean(body.canonical), say(f"role.{body.role}")  # type: ignore[attr-defined]
    return f"{say('find.department')}{say('report.colon')}{name}{say('page.comma')}{role}"
