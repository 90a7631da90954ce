"""Letters that no font of the PDFs has: transcribed, marked and named, and everything else left as it is."""

import io

import pytest
from pypdf import PdfReader

from server.exports import pdf
from server.exports.letters import drawable, noting
from server.exports.pdf.pages import tell
from tests.exports.samples import document, note, patient
from tests.exports.test_pdf import packed


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("สมชาย ใจดี", "smchay aichdi"), ("தமிழ்ச்செல்வி", "tmilccelvi"), ("রহিমা বেগম", "rhima begm"), ("សុខា", "sokha"),
        ("အောင်ဆန်း", "'eanchn"), ("አበበ", "'abebe"), ("ສົມສັກ", "somsak"), ("𠮷田", "KichiTian"),
        ("👩🏽\u200d⚕️", ":woman::medical_symbol:"),
        ("Zoë🎉", "Zoë:tada:"), ("\ue000", "?"),
    ],
)  # fmt: skip
def test_a_name_no_font_can_draw_stands_in_latin_letters_and_is_named(name: str, latin: str) -> None:
    who = patient(name, "王")
    with noting() as found:
        made = pdf.render(document(note(1, **{"text:plan": {"text": f"Ask {name} again"}}), who=who))
    assert b"pdfuaid" in made  # which typst refuses where a letter has no drawing
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    assert packed(f"‹{latin}›") in packed(text)
    assert packed(f"Ask ‹{latin}› again") in packed(text)
    assert "王" in text
    assert packed("is in Latin letters here") in packed(text)
    assert [(one.text, one.latin) for one in found] == [(name, latin)]
    assert set(found[0].letters) <= set(name)


def test_what_the_fonts_have_is_left_as_it_was_written() -> None:
    for text in ("Żółć Ελένη Иван", "王小明 渡邉 김민준", "فاطمة\u200cها", "Zoë\u00ad", "½ µg × 4 °C"):
        assert drawable(text) == text
    assert drawable("≥ 4 weeks") == "‹>=› 4 weeks"
    assert drawable("บี 王 บี บี") == "‹bi› 王 ‹bi bi›"
    assert tell(document(note(1)))["in_latin"] == ""
