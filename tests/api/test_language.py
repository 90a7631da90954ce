"""An answer is in the language that the request asks for; files that programs read are the same everywhere."""

import pytest

from server.domain.translation import _, language
from tests.conftest import API, Cast
from tests.tablet import Tablet

pytestmark = pytest.mark.slow

SPANISH = {"Accept-Language": "es"}


def spanish(words: str) -> str:
    token = language.set("es")
    try:
        return _(words)
    finally:
        language.reset(token)


def test_a_refusal_is_said_in_the_language_of_the_request(cast: Cast) -> None:
    words = "Not found, or you do not have permission to see it."
    address = f"{API}/patients/{'0' * 8}-0000-4000-8000-{'0' * 12}"
    for header, expected in ((SPANISH, spanish(words)), ({}, words), ({"Accept-Language": "xx"}, words)):
        assert cast.practitioner.get(address, headers=header).json["detail"] == expected
    assert spanish(words) != words


def test_a_data_file_is_in_english_and_the_record_is_not(cast: Cast) -> None:
    patient = Tablet(cast, "practitioner").signed_note()["patient_id"]
    for ending in ("csv", "json", "fhir.json"):
        found = [
            cast.practitioner.get(f"{API}/patients/{patient}/summary.{ending}", headers=one) for one in (SPANISH, {})
        ]
        assert [answer.status_code for answer in found] == [200, 200]
        assert spanish("Needling") not in found[0].text
    page = cast.practitioner.get("/", headers=SPANISH).text
    assert 'lang="en"' in page
    assert "Needlepoint needs JavaScript" in page
