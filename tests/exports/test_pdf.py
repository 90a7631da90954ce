"""The page form: what was entered stands on it, whoever it is about and whatever they typed."""

import io
import json
import re
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from server.exports import fhir, pdf
from server.exports.blocks import blocks_of
from server.exports.document import ExportDocument
from server.exports.pdf.appendix import codes
from server.exports.pdf.pages import tell
from tests.domain.strategies import content
from tests.domain.test_patient_page import marked
from tests.exports.samples import (
    DEPTHS,
    PATIENT,
    SEAL,
    SERUM,
    document,
    follow_up,
    note,
    patient,
    revision,
    series,
    signature,
)

NOTE_STATES = ("draft", "returned", "signed", "approved")
NO_SPACE = re.compile(r"[\s\u200b\u2068\u2069]+")


LATE_COURSE = {"target": "Scars", "sessions_planned": 4, "interval_weeks": 4, "started_on": "2026-01-05"}


def text_of(document: ExportDocument) -> str:
    pages = PdfReader(io.BytesIO(pdf.render(document))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def packed(text: str) -> str:
    return NO_SPACE.sub("", text)


def test_the_pages_hold_the_entered_figures() -> None:
    text = text_of(document(note(2)))
    for figure in (
        "NP-000217", "2 August 1992", "Session 2 of 3", "35 g", "Left cheek 1.5 mm 5", "Left temple 1 mm 5",
        "0.5, 0.75 mm", "PRP obtained 3 mL", "6 of 10", "3 of 10", "Redness 2 (Mild, definite)", "45 min", "4.79 ×",
        "71.9 %", "SPC2604-02", "PK-3320", "HA-551", "Left cheek, 0.8 mL, Points 10", "200.7 × g",
        "No make-up or sunscreen",
    ):  # fmt: skip
        assert figure in text, figure


def test_signatures_say_who_when_what_and_which_version() -> None:
    made = note(2)
    made.signatures[0] |= {"client_at": "2026-09-08T18:19:30+02:00", "key": "k1"}
    call = follow_up(made)
    call.signatures = [signature("author", 1, "2026-09-15", "u2")]
    text = text_of(document(made, calls=[call]))
    when = "8 September 2026, 16:20 UTC"
    assert f"Version 1, Signed by N. Vidal on {when}, Approved by Dr A. Lindqvist on {when}" in text
    assert f"Signed 1 N. Vidal {when} 8 September 2026, 16:19 UTC with key Content hash {SEAL}" in text
    assert f"Approved 1 Dr A. Lindqvist {when} not recorded without key Content hash {SEAL}" in text
    assert "Follow-up, 7 days: Signed 1 Dr A. Lindqvist" in text


def test_the_first_page_says_who_what_to_know_and_the_visits() -> None:
    about = note(1, "2026-08-11")
    who = patient(**{"history:hiv_hepatitis": {"answer": "unknown"}})
    pages = tell(document(about, note(2), who=who, calls=[follow_up(about, at="2026-08-18T10:00:00+00:00")]))
    assert pages["ids"][0]["value"] == "2 August 1992 (34 years)"
    assert [line.partition(":")[0] for line in pages["history"]["lines"]] == [
        "Isotretinoin, now or earlier", "HIV or hepatitis"]  # fmt: skip
    assert "20 mg daily, stopped" in pages["history"]["lines"][0]
    assert "cold sores" in pages["history"]["no"]
    first, second = pages["table"]["rows"]
    assert first[:3] == ["11 August 2026", "1", "needling, PRP"]
    assert first[3:] == ["0.5–1.5", "LMX 4, 35\u00a0g, 45\u00a0min", "3\u00a0mL", "6", "2 2 1 – 1", "–", "approved"]
    assert second[7] == "2 2 1 – –"
    assert [one["heading"] for one in pages["faces"]] == ["11 August 2026", "8 September 2026"]
    assert pages["faces"][0]["zones"]["cheek_left"] == {"short": "1.5", "level": 4}


def test_what_was_corrected_is_marked_and_what_was_added_is_only_named() -> None:
    amended = note(1, version=2)
    change = revision(
        amended, 6, "amend", 2, reason="typed wrong",
        before={"zone:cheek_left": {"depth_mm": [0.5]}}, after={"zone:cheek_left": {"depth_mm": [1.5], "passes": 5}},
    )  # fmt: skip
    pages = tell(document(amended, revisions={amended.id: [revision(amended, 5, "sign", 1), change]}))
    (correction,) = pages["corrections"]
    assert correction["changes"] == [["Left cheek: Depth", "0.5\u00a0mm", "1.5\u00a0mm"]]
    assert correction["added"] == "Added: Left cheek: Passes 5"
    sites = next(part for part in pages["visits"][0]["parts"] if part["label"] == "Treated sites")
    assert [row[1] for row in sites["rows"] if "*" in row[1]] == ["1.5\u00a0mm *"]
    assert "*" in pages["visits"][0]["changed"]


def test_each_signed_visit_carries_what_a_copy_is_compared_by() -> None:
    made = note(2)
    [visit] = tell(document(made))["signatures"]
    text = f"needlepoint:{made.id}:{made.content_hash}"
    assert visit["seal"]["text"] == text
    assert codes(document(made))[made.id].startswith("<svg")
    assert text in packed(text_of(document(made)))
    draft = document(note(3, state="draft", version=0))
    assert (tell(draft)["visits"], tell(draft)["signatures"], codes(draft)) == ([], [], {})


def test_a_drawn_signature_is_set_and_harms_nothing() -> None:
    lines = [[[0.1, 0.6, 0], [0.2, 0.2, 40], [0.3, 0.7, 80]], [[0.5, 0.5, 300]], []]
    signed = {"width": 720, "height": 240, "strokes": lines}
    consent = {"procedure": True, "signed_on": "2026-09-08", "signature": signed}
    assert re.search(r"Consent .{0,60}Signature(?!s)", text_of(document(note(2, consent=consent))))
    odd = {"width": 0, "height": 1e300, "strokes": [[[-5, 9, 0], [1e300, 0, 1]]]}
    assert pdf.render(document(note(2, consent=consent | {"signature": odd}))).startswith(b"%PDF")


def test_the_written_course_says_when_the_next_visit_is_due() -> None:
    plan = {"started_on": "2026-08-01", "sessions_planned": 4, "interval_weeks": 4}
    who = patient(**{"course:0198c0de-0000-7000-8000-00000000000a": plan})
    said = "Session 2 of 4. Next visit due 8 December 2026."
    assert said in text_of(document(note(2, "2026-11-10"), who=who))


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_what_is_not_signed_is_left_out(state: str) -> None:
    glass = {"device": {"type": "pen", "product": "exceed", "cartridge_lot": "UNSIGNED-7"}}
    text = text_of(document(note(2), note(3, "2026-10-06", state=state, version=0, **glass)))
    assert "One visit is not signed yet and is left out of this summary." in text
    assert "Visit 2 of 3, 8 September 2026" in text
    assert "Session 2 of 3" in text
    assert not any(unsigned in text for unsigned in ("UNSIGNED-7", "Visit 3", "Session 3"))
    assert text.count("6 October 2026") == 1
    assert f"6 October 2026, N. Vidal: {'draft' if state == 'draft' else 'being corrected'}" in text
    only = text_of(document(note(3, "2026-10-06", state=state, version=0)))
    assert "No signed visit yet." in only
    assert not any(unsigned in only for unsigned in ("Session", "LMX", "35 g", "SPC2604"))
    assert "not signed" not in text_of(document(note(2)))


@pytest.mark.parametrize(("state", "done"), [("draft", 2), ("signed", 3), ("returned", 3)])
def test_a_draft_is_no_session_of_the_written_course(state: str, done: int) -> None:
    plan = {"started_on": "2026-08-01", "sessions_planned": 4, "interval_weeks": 4}
    who = patient(**{"course:0198c0de-0000-7000-8000-00000000000a": plan})
    text = text_of(document(note(2, "2026-11-10"), note(3, "2026-11-20", state=state), who=who))
    assert f"Session {done} of 4" in text


def test_a_visit_without_treatment_is_no_session() -> None:
    called_off = {"performed": "deferred", "session_date": "2026-10-06", "session_no": 3, "sessions_planned": 3}
    assert "Session 2 of 3" in text_of(document(note(2), note(3, "2026-10-06", state="signed", visit=called_off)))


def test_an_adverse_event_that_was_only_begun_is_not_told() -> None:
    begun = {"note_id": "n", "scale_version": "5.0", "operator": "u1", "depth_mm": [1.5], "cartridge_lot": "SPC2604-02"}
    text = text_of(document(note(2), who=patient(**{"ae:0198c0de-0000-7000-8000-00000000000b": begun})))
    assert "Adverse event" not in text
    assert "Reactions still open" not in text
    told = begun | {"term": "milia"}
    assert "Reactions still open" in text_of(document(who=patient(**{"ae:0198c0de-0000-7000-8000-00000000000b": told})))


def test_a_row_that_was_only_added_is_not_told() -> None:
    assert blocks_of("note", {"prp": {"spins": [{}]}}, {}) == ()
    [block] = blocks_of("note", {"prp": {"spins": [{}, {"rpm": 1340}]}}, {})
    assert "340" in block.shown("spins")


@settings(max_examples=25, deadline=None)
@given(content("patient"), st.lists(st.tuples(st.sampled_from(NOTE_STATES), content("note")), min_size=1, max_size=3))
def test_generated_records_tell_no_draft_and_nothing_that_was_not_given(
    about: dict[str, Any], notes: list[tuple[str, dict[str, Any]]]
) -> None:
    made = []
    for n, (state, found) in enumerate(notes, 1):
        each = note(n, state=state)
        each.content = found if state in ("signed", "approved") else marked(found, "DRAFT", True)
        made.append(each)
    who = patient()
    who.content = about
    whole = document(*made, who=who)
    pages = tell(whole)
    assert "DRAFT" not in json.dumps(pages)
    signed = [one for one in whole.visits if one.is_signed]
    for visit, row in zip(signed, pages["table"]["rows"], strict=True):
        for section, cell in (("zone", 3), ("numbing", 4), ("prp", 5)):
            assert row[cell] == "–" or section in visit.given
    assert set(codes(whole)) == {one.id for one in signed}


CREAM = {"used": True, "product": "emla", "amount_g": 20, "area_cm2": 150}
REASON = "Pregnant, 14 weeks; rebook after delivery"


@pytest.mark.parametrize("performed", ["deferred", "cancelled"])
def test_what_was_planned_and_not_given_is_not_told(performed: str) -> None:
    called_off = {"performed": performed, "session_date": "2026-10-06", "deferral_reason": REASON}
    planned = {"numbing": CREAM, "needling": None, "prp": {"used": True, "volume_ml": 3.0}}
    planned |= {f"zone:{key}": None for key in DEPTHS} | {SERUM: None, "obs:T0": None, "obs:T30": None}
    text = text_of(document(note(2, "2026-10-06", visit=called_off, **planned)))
    assert "No treatment was given at this visit." in text
    told = packed(text)
    assert "Looking after" not in text
    assert not [word for word in ("EMLA", "20 g", "3.0 mL", "SkinPen", "Pregnant", "rebook") if packed(word) in told]


def test_cream_that_was_applied_is_told_though_the_visit_was_deferred() -> None:
    called_off = {"performed": "deferred", "session_date": "2026-10-06", "deferral_reason": REASON}
    applied = {"numbing": CREAM | {"applied_at": "2026-10-06T10:00:00+02:00"}, "needling": None, "prp": None}
    gone = {f"zone:{key}": None for key in DEPTHS} | {SERUM: None, "device": None}
    text = packed(text_of(document(note(2, "2026-10-06", visit=called_off, **applied, **gone))))
    assert packed("20 g") in text
    assert packed("The treatment was not carried out as planned.") in text
    assert "Pregnant" not in text


def test_a_date_that_has_passed_is_not_said_to_come() -> None:
    text = text_of(document(note(1, "2026-01-05"), who=patient(**{"course:a": LATE_COURSE})))
    assert "Session 1 of 4" in text
    assert "due" not in text


def test_a_letter_under_twenty_thousand_marks_is_set() -> None:
    heavy = note(2, **{"text:observations": {"text": "a" + "\u0301" * 20_000 + " calm"}})
    text = text_of(document(heavy))
    assert "calm" in text
    assert packed("[some marks are left out; the whole text is in the record]") in packed(text)


def test_a_voided_note_is_one_line() -> None:
    gone = note(4, "2026-07-06", state="void")
    void = revision(gone, 3, "void", 1, author_id="u2", reason="wrong patient")
    text = text_of(document(gone, revisions={gone.id: [void]}))
    assert "A visit record of 6 July 2026 was declared void by Dr A. Lindqvist" in text
    assert not any(hidden in text for hidden in ("HydraGel", "wrong patient", "SPC2604"))


def test_an_amendment_keeps_the_old_value_legible() -> None:
    amended = note(1, version=2)
    change = revision(
        amended, 6, "amend", 2, reason="cheek depth typed wrong, checked against timer log",
        before={"zone:cheek_left": {"depth_mm": [0.5]}}, after={"zone:cheek_left": {"depth_mm": [1.5]}},
    )  # fmt: skip
    text = text_of(document(amended, revisions={amended.id: [revision(amended, 5, "sign", 1), change]}))
    assert "Version 2, changed by N. Vidal on 20 October 2026, 08:12 UTC" in text
    assert "Reason: cheek depth typed wrong, checked against timer log" in text
    assert "Left cheek: Depth 0.5 mm 1.5 mm" in text


def test_remarks_for_the_clinic_stay_there() -> None:
    text = text_of(document(note(1)))
    assert "parking" not in text
    assert "internal remark" not in text


def test_a_demo_says_so_on_every_page() -> None:
    pages = PdfReader(io.BytesIO(pdf.render(document(note(1), demo=True)))).pages
    assert all("DEMONSTRATION: no real patient" in page.extract_text() for page in pages)
    assert "DEMONSTRATION" not in text_of(document(note(1)))


def test_allergies_are_always_said() -> None:
    none = patient()
    assert "Allergies none known" in text_of(document(who=none))
    assert "Allergies not recorded" in text_of(document(who=patient(allergy_status={"none_known": "unknown"})))
    latex = {f"allergy:{PATIENT}": {"substance": "latex", "reaction": "rash", "severity": "severe"}}
    assert "Allergies Latex (rash, Severe)" in text_of(document(who=patient(**latex)))


def test_the_document_is_tagged_and_knows_its_title_and_language() -> None:
    with pikepdf.open(io.BytesIO(pdf.render(document(note(1))))) as pages:
        assert "/StructTreeRoot" in pages.Root
        assert str(pages.Root.Lang) == "en"
        assert bool(pages.Root.ViewerPreferences.DisplayDocTitle)
        assert pages.open_metadata()["pdfuaid:part"] == "1"
        assert str(pages.docinfo["/Title"]) == "Clinical record"
        assert "/JavaScript" not in pages.Root.get("/Names", {})


def test_the_record_is_archived_with_itself_as_data() -> None:
    made = document(note(1), note(2, "2026-10-06", state="draft"))
    with pikepdf.open(io.BytesIO(pdf.render(made))) as pages:
        described = pages.open_metadata()
        assert (described["pdfaid:part"], described["pdfaid:conformance"]) == ("3", "A")
        assert list(pages.attachments) == ["record.fhir.json"]
        attached = pages.attachments["record.fhir.json"].get_file()
        assert attached.mime_type == "application/fhir+json"
        assert attached.read_bytes() == fhir.render(made)


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("Żółcisława Łucja", "Grześkowiak-Źrebięcka"),
        ("小明", "王"),
        ("さくら", "渡邉"),
        ("민준", "김"),
        ("Ελένη", "Παπαδοπούλου"),
    ],
)
def test_names_are_drawn_in_their_own_script(given: str, family: str) -> None:
    made = pdf.render(document(note(1), who=patient(given, family)))
    assert b"pdfuaid" in made
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert given in text
    assert family in text


def test_an_arabic_name_is_shaped_and_keeps_the_date_beside_it() -> None:
    made = pdf.render(document(note(1), who=patient("فاطمة الزهراء", "المنصوري")))
    assert b"pdfuaid" in made
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert {"فاطمة", "الزهراء", "المنصوري"} <= set(text.replace("\u2068", " ").replace("\u2069", " ").split())
    assert re.search(r"·\s*2 August 1992 · NP-000217", text)


@pytest.mark.parametrize(
    "typed",
    [
        '#read("/etc/passwd")', '#import "@preview/cetz:0.3.0"', "#panic()", "$x^2$ *bold* _it_ `raw` @ref <label>",
        "= Heading\n- item\n+ one", "\\u{202e} // not /* a */ comment", '"]}, "words": {}', "#sys.inputs.payload",
        '#image("../server/config.py")', "<script>alert(1)</script>", "[link](javascript:alert(1))",
    ],
)  # fmt: skip
def test_typed_markup_is_only_text(typed: str) -> None:
    text = packed(text_of(document(note(1, **{"text:plan": {"text": typed}}), who=patient(given=typed))))
    assert text.count(packed(typed)) >= 2
    assert "root:x:" not in text


@pytest.mark.parametrize(
    "typed",
    [
        "word " * 4000, "x" * 20_000, "م" * 20_000, "字" * 20_000, "".join(map(chr, range(1, 0x2000))),
        "\u202eevil\u202c \u2067x " * 400, "a\x00\x01\x7f\u0085b\ufffe\ufeff", "a\r\nb\rc\u2028d",
    ],
)  # fmt: skip
def test_no_text_breaks_the_pages(typed: str) -> None:
    made = pdf.render(document(note(1, **{"text:plan": {"text": typed}, "zone:chin": {"note": typed[:500]}})))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert "End of the record." in " ".join(text.split())
    assert not re.search(r"[\u202a-\u202e\u2066\u2067]", text)


def test_no_number_breaks_the_pages() -> None:
    odd = note(
        1, prp={"used": True, "volume_ml": 1e308, "platelets_baseline": 1e-300, "platelets_prp": 1e308, "drawn_ml": 1},
        numbing={"used": True, "amount_g": 1e308, "area_cm2": -1}, needling={"pain_nrs": 0.1 + 0.2},
        visit={"performed": "treated", "session_no": -5, "sessions_planned": 1e9, "session_date": "9999-12-31"},
        **{"zone:chin": {"depth_mm": [1e150] * 60, "passes": 2**53 - 1}},
    )  # fmt: skip
    assert "1e+308 g" in text_of(document(odd))


def test_nothing_recorded_is_a_page_too() -> None:
    assert "No signed visit yet." in text_of(document())
    assert "Visit of" in text_of(document(note(1, **dict.fromkeys(note(1).content))))


def test_two_years_of_visits_are_all_there() -> None:
    made = pdf.render(document(*series(24)))
    assert len(PdfReader(io.BytesIO(made)).pages) > 20
