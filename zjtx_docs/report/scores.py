"""The score of two codings as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from zjtx_docs.report.catalogue import Lang, Say, words
from zjtx_docs.report.layout import Cell, clean, paint, shorten, table, text_width, wrap
from zjtx_docs.scoring.records import Agreement, Calibration, Interval, Score, Unpaired

NARROWEST, WIDEST = 60, 200
_SHOWN = 10  # asks without a counterpart that are named


def render_score(score: Score, lang: Lang, width: int = 100, color: bool = False) -> str:
    """The score as a person reads it: who was held against whom, then each field with its weakest class first.

    No line is wider than ``width`` columns (60 to 200). Ends with a line feed. ``color`` adds ANSI colours.
    """
    columns = min(max(width, NARROWEST), WIDEST)
    say = words(lang)
    lines = _wrapped(say("score.sides", left=clean(score.left), right=clean(score.right)), columns)
    lines += _wrapped(
        say("score.paired", count=score.paired, left=len(score.only_left), right=len(score.only_right)), columns
    )
    for key, unpaired in (("score.only_left", score.only_left), ("score.only_right", score.only_right)):
        lines += _unpaired(say(key), unpaired, columns)
    for agreement in score.agreements:
        lines += ["", paint(say(f"coded.{agreement.what}"), "strong", color)]
        lines += _wrapped(_agreement(agreement, say), columns)
        lines += _classes(agreement, say, columns, color)
        lines += _confusion(agreement, say, columns, color)
    if score.calibration:
        lines += ["", paint(say("score.calibration"), "strong", color)]
        lines += [line for one in _calibration(score.calibration, say) for line in _wrapped(one, columns)]
    return "\n".join(lines).rstrip() + "\n"


def _wrapped(text: str, columns: int) -> list[str]:
    lines = wrap(text, columns - 2)
    return [line if not number else f"  {line}" for number, line in enumerate(lines)]


def _unpaired(label: str, asks: Sequence[Unpaired], columns: int) -> list[str]:
    if not asks:
        return []
    shown = [shorten(f"  {one.fingerprint}  {clean(one.words or '')}", columns) for one in asks[:_SHOWN]]
    return [label, *shown, *(["  …"] if len(asks) > _SHOWN else [])]


def _agreement(agreement: Agreement, say: Say) -> str:
    said = [
        say("score.same", same=agreement.same, asks=agreement.asks, share=figure(agreement.accuracy))
        + _interval(agreement.accuracy_interval, say)
    ]
    if agreement.what != "how":
        said.append(f"κ {figure(agreement.kappa)}{_interval(agreement.kappa_interval, say)}")
    said.append(say("score.f1_all" if agreement.what == "how" else "score.f1_mean", f1=figure(agreement.f1)))
    return say("report.semicolon").join(said)


def figure(value: float | None) -> str:
    """A share or κ with three decimals, a dash where there is none."""
    return "—" if value is None else f"{value:.3f}"


def _interval(found: Interval | None, say: Say) -> str:
    return say("score.interval", low=figure(found.low), high=figure(found.high)) if found else ""


def _label(what: str, label: str, say: Say) -> str:
    return say.get(f"{what}.{label}") or clean(label)


def _classes(agreement: Agreement, say: Say, columns: int, color: bool) -> list[str]:
    """Precision, recall and F1 of each class, the weakest first."""
    if not agreement.classes:
        return []
    names = [_label(agreement.what, one.label, say) for one in agreement.classes]
    heads = [say(f"score.column_{name}") for name in ("label", "precision", "recall", "f1", "left", "right", "both")]
    first = min(max(text_width(name) for name in [heads[0], *names]), columns - 60)
    rows = [
        [
            Cell(tuple(wrap(name, first))),
            *(Cell((figure(value),)) for value in (one.precision, one.recall, one.f1)),
            *(Cell((str(count),)) for count in (one.left, one.right, one.both)),
        ]
        for name, one in zip(names, agreement.classes, strict=True)
    ]
    return table(heads, rows, [first, 7, 7, 7, 7, 7, 7], color)


def _confusion(agreement: Agreement, say: Say, columns: int, color: bool) -> list[str]:
    """A row for each class of the right side, a column for each of the left."""
    if not agreement.confusion:
        return []
    labels = [one.label for one in agreement.classes]
    names = [_label(agreement.what, label, say) for label in labels]
    counts = {(cell.left, cell.right): cell.count for cell in agreement.confusion}
    corner = say("score.corner")
    first = max(text_width(name) for name in [corner, *names])
    each = min(max(max(text_width(name) for name in names), 6), max((columns - first) // len(names) - 2, 4))
    rows = [
        [Cell((name,), "strong"), *(Cell((str(counts.get((left, right), 0)),)) for left in labels)]
        for name, right in zip(names, labels, strict=True)
    ]
    return ["", *table([corner, *names], rows, [first, *[each] * len(names)], color)]


def _calibration(found: Calibration, say: Say) -> list[str]:
    rest = found.asks - found.marked

    def share(part: int, whole: int) -> str:
        return figure(part / whole if whole else None)

    return [
        say("score.marked", marked=found.marked, asks=found.asks, share=share(found.marked, found.asks)),
        say(
            "score.right_marked", right=found.right_marked, count=found.marked,
            share=share(found.right_marked, found.marked), alternative=found.alternative_right,
        ),
        say("score.right_rest", right=found.right_rest, count=rest, share=share(found.right_rest, rest)),
    ]  # fmt: skip
