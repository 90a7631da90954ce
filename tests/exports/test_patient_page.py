"""The patient's page as a PDF: its pages, its tags, and the facts of the document on it."""

import io
from datetime import UTC, datetime
from typing import Any

import pikepdf
from pypdf import PdfReader

from server.domain.limits import LIMITS
from server.domain.patient_page import patient_page
from server.domain.patient_page.words import LANGUAGES, PAGE
from server.exports.letters import noting
from server.exports.patient_page import Names, page_of
from server.exports.pdf import patient as pdf
from server.models import Record
from tests.exports.samples import note, patient

NOW = datetime(2026, 9, 8, 15, tzinfo=UTC)
LONG = "Maximiliane Friederike von Brzęczyszczykiewicz-Źrebięcka y Fernández de la Vega"
PHONE = "+49 (0)30 123 456 789"


def brief(record: Record) -> dict[str, Any]:
    names = ("id", "state", "content", "signatures", "author_id")
    return {name: getattr(record, name) for name in names}


def facts_of(*notes: Record, who: Record | None = None, now: datetime = NOW) -> dict[str, Any]:
    facts = patient_page((who or patient()).content, [brief(one) for one in notes], [], now, LIMITS)
    assert facts is not None
    return facts


def names(name: str = "Kofi Mensah", **rest: Any) -> Names:
    return Names(name, "1992-08-02", "NP-000217", "N. Vidal", "Harbour Skin Clinic", emergency="112", **rest)


def made(facts: dict[str, Any], code: str = "en", who: Names | None = None) -> bytes:
    return pdf.render(facts, who or names(), PAGE["languages"][code], code)


def pages_of(body: bytes) -> list[str]:
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in PdfReader(io.BytesIO(body)).pages]


FULL = {
    f"zone:{key}": {"depth_mm": [0.25 + n * 0.125], "passes": 4}
    for n, key in enumerate((
        "forehead", "glabella", "temple_left", "temple_right", "periorbital_left", "periorbital_right", "nose", "neck",
        "malar_left", "malar_right", "cheek_left", "cheek_right", "upper_lip", "chin", "jawline_left", "jawline_right"))
}  # fmt: skip
MUCH = {
    "aftercare": {"given": True, "phone": PHONE},
    "needling": {"started_at": "2026-09-08T14:02:00+02:00", "ended_at": "2026-09-08T14:41:00+02:00", "pain_nrs": 6,
                 "glide_product": "Hyaluronic glide of a maker with a very long name", "glide_lot": "G-1234567890"},
    "device": {"cartridge_lot": "SPC2604-02", "sterile_intact": "yes", "single_use_confirmed": "yes"},
}  # fmt: skip


def test_at_most_two_pages_at_sixteen_sites_eight_sessions_and_long_names_in_every_language() -> None:
    series = [note(n, f"2026-0{n}-08", outcome={"gais_clinician": 4 - n // 3}) for n in range(1, 8)]
    facts = facts_of(*series, note(8, "2026-09-08", **FULL, **MUCH, outcome={"gais_clinician": 2}))
    for code in LANGUAGES:
        body = made(facts, code, names(LONG, phone=PHONE))
        assert len(pages_of(body)) == 2, code
        assert b"pdfuaid" in body


def test_it_is_tagged_in_its_language_and_its_drawings_are_said() -> None:
    for code in LANGUAGES:
        with pikepdf.open(io.BytesIO(made(facts_of(note(2)), code))) as found:
            assert "/StructTreeRoot" in found.Root
            assert str(found.Root.Lang).startswith(code)
            assert found.open_metadata()["pdfuaid:part"] == "1"
            text = PAGE["languages"][code]["title"].split("{")[0].strip()
            assert text in str(found.docinfo["/Title"])


def test_the_sheet_says_every_string_of_the_document() -> None:
    """In English, where the order of letters in the file is that of the text."""
    facts = facts_of(note(1, "2026-08-11"), note(2, "2026-09-08", **MUCH))
    page = page_of(facts, names(), PAGE["languages"]["en"], "en")
    text = "".join("".join(pages_of(made(facts))).split())
    expected = [
        page["title"],
        page["name"],
        page["lead"],
        page["lots"],
        page["left"],
        page["next"]["note"],
        *page["foot"],
    ]
    expected += [part for row in page["depths"] for part in (row["label"], row["value"])]
    expected += [part for row in page["put"] for part in (row["label"], row["value"])]
    expected += [page["call"]["title"], page["call"]["phone"], *page["call"]["signs"], page["call"]["emergency"]]
    expected += [one["fine"] for one in page["care"]["out"]] + [one["do"] for one in page["care"]["cards"]]
    missing = [string for string in expected if "".join(string.replace("\u00a0", " ").split()) not in text]
    assert missing == []


def test_a_deferred_visit_and_a_check_up_are_one_page() -> None:
    off = {unit: None for unit in note(2).content if unit not in ("visit", "check")}
    visit = {"performed": "deferred", "session_date": "2026-09-08", "operator": "u1"}
    (sheet,) = pages_of(made(facts_of(note(2, **off | {"visit": visit, "check": {"hsv_active": "yes"}}))))
    assert "No treatment on 8 September 2026" in sheet
    assert "You have a cold sore." in sheet
    seen = {"performed": "review", "session_date": "2026-09-08", "operator": "u1"}
    (check,) = pages_of(made(facts_of(note(1, "2026-06-08"), note(2, **off | {"visit": seen}), now=NOW)))
    assert "Your check-up on 8 September 2026" in check
    assert "your last treatment, on 8 June 2026" in check


def test_a_sentence_ends_with_one_point_in_every_language() -> None:
    """Also after "6. Okt."."""
    facts = facts_of(note(2, "2026-09-08", **MUCH))
    for code in LANGUAGES:
        ask = page_of(facts, names(), PAGE["languages"][code], code)["care"]["ask"]
        assert ask.rstrip(".") + "." == ask, code


def test_a_place_the_map_does_not_have_is_drawn_as_a_bar() -> None:
    body = {f"zone:{key}": None for key in note(2).content if key.startswith("zone:")}
    zones = {unit: None for unit in note(2).content if unit.startswith("zone:")}
    zones |= {"zone:abdomen_lower": {"depth_mm": [2.0], "passes": 3}} | dict.fromkeys(body)
    sheet = pages_of(made(facts_of(note(2, **zones))))[0]
    assert "Lower belly" in sheet
    assert "Your right side" not in sheet


def test_typed_markup_is_only_text_and_a_name_of_any_script_is_set() -> None:
    for name in ('#read("/etc/passwd")', "王 小明", "فاطمة المنصوري", "Żółcisława Źrebięcka", "Ana 🎉 Ruiz"):
        sheet = pages_of(made(facts_of(note(2)), "en", names(name)))[0]
        assert "Your visit on 8 September 2026" in sheet
        assert "root:x:" not in sheet


def test_a_name_no_font_can_draw_stands_in_latin_letters_in_every_language() -> None:
    facts = facts_of(note(2, **FULL, **MUCH))
    for code in LANGUAGES:
        with noting() as found:
            body = made(facts, code, names("สมชาย ใจดี"))
        assert b"pdfuaid" in body
        text = pages_of(body)[0]
        assert "‹smchay aichdi›" in text
        assert [one.text for one in found] == ["สมชาย ใจดี"]
        if code != "ar":  # whose letters come out of the file in the shapes they are drawn in
            assert PAGE["languages"][code]["latin"] in text
        assert len(pages_of(body)) == 2
        assert PAGE["languages"][code]["latin"] not in pages_of(made(facts, code))[0]
