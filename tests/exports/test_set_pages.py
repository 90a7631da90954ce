"""The typesetter has limits, and no text keeps pages from being printed: at worst it is in plain letters."""

import io
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from pypdf import PdfReader

from server.exports.pdf import FONTS, TEMPLATE, set_pages
from server.exports.pdf.pages import tell
from server.exports.pdf.set_pages import (
    AT_ONCE,
    CPU_SECONDS,
    IN_LINE,
    MOST_PLAIN,
    PLACES,
    PagesNotSet,
    TypesetterBusy,
    is_odd,
    is_plain,
    job_of,
    place,
    plain,
    rewritten,
)
from server.exports.pdf.typesetters import NO_JOB, WAIT_SECONDS, Typesetters
from tests.exports.samples import document, note

MARKED = "shown in plain letters"
PILE = "calm e" + "\u0301" * 20_000  # as if it had come past what limits the marks of a text
ODD = {"marks": PILE, "signs": "☃♞ " * 10, "long": "word " * 1000}
USUAL = [
    "",
    "Calm skin.",
    "Łukasz",
    "山田太郎",
    "نور",
    "Nguyễn Thị Hà",
    "2026-09-08T10:00:00+02:00",
    "Cheeks, 1.5 mm\nChin",
]


def test_w13_a_text_that_the_typesetter_does_not_end_with_is_set_plain_and_says_so() -> None:
    payload = tell(document(note(2))) | {"made": PILE}
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(set_pages(TEMPLATE, payload, 3))).pages)
    assert "calm e" in text
    assert MARKED in " ".join(text.split())


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_w13_what_is_odd_becomes_plain_and_bounded(text: str) -> None:
    assert is_odd(text)
    assert MARKED in plain(text)
    assert len(plain(text)) < MOST_PLAIN + 100
    assert is_plain(plain(text).partition("…")[0])


@pytest.mark.parametrize("text", USUAL)
def test_w13_what_people_write_is_not_odd(text: str) -> None:
    assert not is_odd(text)


def test_w13_every_text_of_a_payload_is_reached() -> None:
    payload = {"a": ["x", {"b": "y", "n": 1, "none": None}], "c": True}
    assert rewritten(payload, str.upper) == {"a": ["X", {"b": "Y", "n": 1, "none": None}], "c": True}


def test_w13_what_cannot_be_set_at_all_is_a_refusal_with_a_way_out() -> None:
    with pytest.raises(PagesNotSet, match="The table and the JSON file hold everything"):
        set_pages(TEMPLATE.with_name("no-such-template.typ"), {})


def test_w13_pages_that_do_not_end_leave_room_for_others() -> None:
    """More than are set and in line are refused at once, so that a server keeps threads for everything else."""
    assert AT_ONCE < IN_LINE < 8  # WEB_THREADS
    with ExitStack() as line:
        for _ in range(IN_LINE):
            line.enter_context(place(PLACES, 0))
        with pytest.raises(TypesetterBusy) as busy:
            set_pages(TEMPLATE, {})
    assert (busy.value.status, busy.value.extra["retry_after"]) == (503, 10)
    with place(PLACES, 0):
        pass


@pytest.fixture
def setters() -> Iterator[Typesetters]:
    made = Typesetters(FONTS)
    yield made
    made.end()


JOB = job_of(TEMPLATE, tell(document(note(2))), CPU_SECONDS)


def test_the_next_child_waits_and_sets_one_document(setters: Typesetters) -> None:
    for _ in range(2):
        before = list(setters.waiting)
        assert (setters.set_one(JOB) or b"").startswith(b"%PDF")
        (waiting,) = setters.waiting
        assert [child.poll() for child in [*before, waiting]] == [0] * len(before) + [None]
    setters.end()
    assert (setters.waiting, waiting.poll()) == ([], NO_JOB)


@pytest.mark.parametrize("end", ["waited", "killed"])
def test_a_child_that_ended_while_it_waited_is_followed_by_another(setters: Typesetters, end: str) -> None:
    setters.command[-1] = "0" if end == "waited" else setters.command[-1]
    child = setters.start()
    setters.command[-1] = str(WAIT_SECONDS)
    if end == "killed":
        child.kill()
    child.wait()
    setters.waiting = [child]
    assert (setters.set_one(JOB) or b"").startswith(b"%PDF")


def test_a_document_that_does_not_end_is_stopped_and_the_next_one_is_set(setters: Typesetters) -> None:
    assert setters.set_one(job_of(TEMPLATE, tell(document(note(2))) | {"made": PILE}, 1)) is None
    assert (setters.set_one(JOB) or b"").startswith(b"%PDF")
