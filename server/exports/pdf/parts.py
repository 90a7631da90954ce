"""Blocks of a record as the parts of a page: a label, short items in a run, long texts below."""

from itertools import groupby
from typing import Any

from server.domain.catalogue.formats import ANSWERS
from server.domain.translation import _
from server.exports.document import Block
from server.exports.formatting import clock_words, listed, reads_from_right
from server.exports.line import Line

Part = dict[str, Any]
LONG, CELL = 160, 60
SHEET = 1 / 3
TABLES = ("zone", "obs")


def parts(blocks: tuple[Block, ...], day: str = "") -> list[Part]:
    """Blocks in their order; a family of like ones (zones, time points, answers) becomes one part. ``day`` is the day
    of the visit: times on it show the clock alone."""
    found = []
    for section, run in groupby(blocks, key=lambda block: block.section):
        family = [(block, printable(block)) for block in run]
        family = [(block, lines) for block, lines in family if lines]
        if section in TABLES and len(family) > 1:
            found += table(family, day, across=section == "obs")
        elif section == "history":
            found += history(family)
        else:
            found += [part(block.label, lines, day) for block, lines in family]
    return found


def printable(block: Block) -> list[Line]:
    """What the pages show of a block. Of an assessment not the rows in which there was nothing: the scores say it."""
    shown = [line for line in block.lines if "pdf" in line.formats and line.shown]
    return [line for line in shown if block.section != "assessment" or line.kind != "scale" or line.value != 0]


def part(label: str, lines: list[Line], day: str = "") -> Part:
    drawings = [drawing(line) for line in lines if line.drawing]
    lines = [line for line in lines if not line.drawing]
    answers = [line for line in lines if line.kind == "tri"]
    gather = len(answers) > 3
    texts = [line for line in lines if is_long(line)]
    short = [line for line in lines if not is_long(line) and not (gather and line.kind == "tri")]
    items = [item(label_of(line), said(line, day)) for line in short]
    if gather:
        items += gathered([(line.value, label_of(line)) for line in answers])
    own_words = [text_item("" if line.label == label and not line.changed else label_of(line), line) for line in texts]
    return {"label": label, "items": items, "texts": own_words, "rows": [], "drawings": drawings}


def drawing(line: Line) -> dict[str, Any]:
    """A signature for the template: points from 0 to 1 across and down, and how high the sheet is for its width."""
    width, height = line.drawing["width"], line.drawing["height"]
    lines = [[[within(x), within(y)] for x, y, _at in stroke] for stroke in line.drawing["strokes"] if stroke]
    shape = height / width if width > 0 else SHEET
    return {"label": line.label, "height": min(1.0, max(0.1, shape)), "lines": lines}


def within(part: float) -> float:
    return min(1.0, max(0.0, part))


def table(family: list[tuple[Block, list[Line]]], day: str, across: bool) -> list[Part]:
    """Blocks down and fields across, or the other way round; remarks stand below, where they have room."""
    labels = {line.field: line.label for _block, lines in family for line in lines if not is_remark(line)}
    cells = {block.unit: {line.field: starred(said(line, day), line) for line in lines} for block, lines in family}
    header = ["", *labels.values()]
    rows = [[block.label, *(cells[block.unit].get(field, "") for field in labels)] for block, _lines in family]
    if across:
        header, *rows = [list(column) for column in zip(header, *rows, strict=True)]
    remarks = [
        text_item(f"{block.label}: {label_of(line)}", line)
        for block, lines in family
        for line in lines
        if is_remark(line)
    ]
    shape = {"header": header, "rows": rows}
    return [{"label": family[0][0].heading, "items": [], "texts": remarks, "even": across, **shape}]


def history(family: list[tuple[Block, list[Line]]]) -> list[Part]:
    """What has a detail stands alone, plain answers are gathered."""
    detailed = [part(block.label, lines) for block, lines in family if len(lines) > 1]
    plain = [(lines[0].value, block.label) for block, lines in family if len(lines) == 1 and lines[0].kind == "tri"]
    others = [part(block.label, lines) for block, lines in family if len(lines) == 1 and lines[0].kind != "tri"]
    if not plain:
        return detailed + others
    return [*detailed, *others, {"label": family[0][0].heading, "items": gathered(plain), "texts": [], "rows": []}]


def label_of(line: Line) -> str:
    return starred(line.label, line)


def starred(text: str, line: Line) -> str:
    return f"{text} *" if line.changed else text


def is_long(line: Line) -> bool:
    return line.kind == "longtext" or len(line.shown) > LONG or "\n" in line.shown


def is_remark(line: Line) -> bool:
    return line.kind in ("text", "longtext") or len(line.shown) > CELL


def said(line: Line, day: str) -> str:
    same_day = line.kind == "datetime" and day and str(line.value).startswith(day)
    return clock_words(line.value) or line.shown if same_day else line.shown


def gathered(answers: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Yes: a, b. No: c, d, e. Not known: f."""
    by_answer = {answer: [label for value, label in answers if value == answer] for answer in ANSWERS}
    return [item(_("{answer}:", answer=_(ANSWERS[key])), listed(labels)) for key, labels in by_answer.items() if labels]


def item(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


def text_item(label: str, line: Line) -> dict[str, Any]:
    return {**item(label, line.shown), "rtl": reads_from_right(line.shown)}
