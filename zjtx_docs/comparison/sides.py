"""The measures of one side of policy against policy, each with its departments and deadlines wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from zjtx_docs.comparison.similarity import profile
from zjtx_docs.comparison.timing import deadlines
from zjtx_docs.comparison.units import Unit, counterpart_units, unit_of
from zjtx_docs.model import Department, Document, Measure, Path, Record, Responsibility
from zjtx_docs.text import fold, squeeze

# The sentence that says why and on what ground the document was made.
_PURPOSE = re.compile(r"^(?:为|根据|按照|依据)[^。]{4,200}(?:制定|修订|出台|提出)(?:本|以下|如下|了?《)[^。]{0,12}$")


class Side(NamedTuple):
    """The measures of one side and, by document and measure, the deadlines of the lines that name who answers."""

    units: list[Unit]
    deadlines: dict[tuple[str, str], list[Record]]


def side_of(documents: Sequence[Document]) -> Side:
    """All that the documents provide, in the order of their texts; what is cited or only reported stays out."""
    units: list[Unit] = []
    by_when: dict[tuple[str, str], list[Record]] = {}
    for document in documents:
        bare = _only_responsible(document)
        bodies = _answering(document, bare)
        units += [
            _measured(unit, bodies.get(unit.id, ()))
            for unit in counterpart_units(document)
            if not (unit.id in bare or _is_reported(unit) or _PURPOSE.search(fold(squeeze(unit.quote))))
        ]
        units += _headings_that_act(document)
        for entry in document.responsibilities:
            for record in _deadline(entry):
                for measure_id in entry.measure_ids:
                    by_when.setdefault((document.doc_id, measure_id), []).append(record)
    order = {document.doc_id: number for number, document in enumerate(documents)}
    units.sort(key=lambda unit: (order[unit.doc_id], unit.start, unit.end))
    return Side(units, by_when)


def _headings_that_act(document: Document) -> list[Unit]:
    """Items that are one sentence, read as their heading, with the body that answers for them (7.开设相关专业。（市教育局）)."""
    acting = {measure.path[:depth] for measure in document.measures for depth in range(1, len(measure.path) + 1)}
    bodies: dict[Path, list[Department]] = {}
    for entry in document.responsibilities:
        if not entry.measure_ids:
            bodies.setdefault(entry.path, []).extend(entry.departments)
    made = []
    for item in document.outline:
        if item.heading and item.path in bodies and item.path not in acting:
            at = item.quote.rfind(item.heading)
            start = item.start + max(at, 0)
            measure = Measure(
                id="", path=item.path, start=start, end=item.end, quote=item.quote[max(at, 0) :],
                departments=tuple(bodies[item.path]),
            )  # fmt: skip
            made.append(unit_of(document, "", measure, {}, profile(measure.quote)))
    return made


def _is_reported(unit: Unit) -> bool:
    return unit.measure is not None and unit.measure.stance != "provided"


def _answering(document: Document, bare: set[str]) -> dict[str, tuple[Department, ...]]:
    """By measure the bodies that answer for it in a line or sentence of their own (由市财政局负责。)."""
    found: dict[str, tuple[Department, ...]] = {}
    spoken: dict[Path, tuple[Department, ...]] = {}
    for entry in document.responsibilities:
        for measure_id in entry.measure_ids:
            found[measure_id] = found.get(measure_id, ()) + entry.departments
    for measure in document.measures:
        if measure.id in bare:
            known = {body.start for body in spoken.get(measure.path, ())}
            more = (*measure.departments, *found.get(measure.id, ()))
            fresh = {body.start: body for body in more if body.start not in known}
            spoken[measure.path] = spoken.get(measure.path, ()) + tuple(fresh.values())
    return {
        measure.id: bodies
        for measure in document.measures
        if (bodies := found.get(measure.id) or spoken.get(measure.path, ()))
    }


def _measured(unit: Unit, bodies: tuple[Department, ...]) -> Unit:
    """The unit with its departments, and a target outside all measures as a measure of its own, so that its fields
    are compared like any other."""
    if unit.measure is not None:
        lacking = bodies and not unit.measure.departments
        return unit._replace(measure=msgspec.structs.replace(unit.measure, departments=bodies)) if lacking else unit
    if unit.target is None:
        return unit
    own = Measure(id=unit.id, path=unit.path, start=unit.start, end=unit.end, quote=unit.quote, targets=(unit.target,))
    return unit._replace(measure=own)


def _only_responsible(document: Document) -> set[str]:
    """Measures that say nothing but who answers for the others of their item (由市财政局牵头): those others carry the
    departments."""
    said = [m for m in document.measures if any(_is_inside(m, entry) for entry in document.responsibilities)]
    bare = {m.id for m in said if not (m.money or m.targets or m.thresholds or deadlines(m))}
    acting = {measure.path for measure in document.measures if measure.id not in bare}
    return {measure.id for measure in said if measure.id in bare and measure.path in acting}


def _is_inside(measure: Measure, entry: Responsibility) -> bool:
    inside = min(entry.end, measure.end) - max(entry.start, measure.start)
    return inside >= 0.8 * (measure.end - measure.start)


def _deadline(entry: Responsibility) -> list[Record]:
    at = entry.quote.find(entry.deadline) if entry.deadline else -1
    if at < 0 or not entry.deadline:
        return []
    start = entry.start + at
    return [Record(start=start, end=start + len(entry.deadline), quote=entry.deadline)]
