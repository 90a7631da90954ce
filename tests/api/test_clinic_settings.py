"""The settings of a clinic: changed by its administrators, checked, with both values in the audit trail."""

import io
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from server.schemas.audit import TrailOut
from server.schemas.clinic import ClinicOut
from server.schemas.forms import FormsOut
from server.services.verify.clinic import first_break
from tests.cast import fixed_id
from tests.conftest import API, Cast
from tests.exports.entries import Tablet
from tests.exports.samples import PATIENT

pytestmark = pytest.mark.slow

AT = f"{API}/clinic"
MADRID = {"country": "ES", "time_zone": "Europe/Madrid"}


def change(cast: Cast, **wanted: Any) -> Any:
    return cast.admin.patch(AT, json=wanted)


def newest(cast: Cast) -> dict[str, Any]:
    answer = cast.admin.get(f"{API}/audit?limit=10").json
    assert TrailOut().validate(answer) == {}
    found: dict[str, Any] = next(row for row in answer["items"] if row["action"] == "clinic.change")
    return found


def test_what_is_named_is_changed_and_nothing_else(app: Flask, cast: Cast) -> None:
    before = cast.admin.get(AT).json
    assert ClinicOut().validate(before) == {}
    wanted = {
        "phone": "+34 910 000 000",
        "emergency": "112",
        "lock_minutes": 10,
        "second_factor": "everybody",
        **MADRID,
    }
    answer = change(cast, **wanted)
    assert answer.json == before | wanted == cast.practitioner.get(AT).json
    assert cast.outsider.get(AT).json["lock_minutes"] == 5
    with app.app_context():
        assert first_break(fixed_id("north")) is None


def test_the_audit_trail_has_the_old_value_and_the_new(cast: Cast) -> None:
    change(cast, lock_minutes=10)
    change(cast, lock_minutes=2, phone="+34 910 000 000", country="")
    assert {one["name"]: (one["before"], one["after"]) for one in newest(cast)["changes"]} == {
        "lock_minutes": (10, 2),
        "phone": ("", "+34 910 000 000"),
    }
    table = cast.admin.get(f"{API}/audit.csv").get_data(as_text=True)
    assert "lock_minutes: 10 -> 2" in table


def test_what_is_as_it_was_leaves_no_row(cast: Cast) -> None:
    change(cast, lock_minutes=10)
    n = newest(cast)["n"]
    assert change(cast, lock_minutes=10).status_code == 200
    assert newest(cast)["n"] == n


def test_the_numbers_of_the_patients_page_are_the_same_settings(cast: Cast) -> None:
    numbers = {"phone": "+34 910 000 000", "emergency": "112"}
    assert cast.admin.patch(f"{API}/patient-page", json=numbers).status_code == 200
    assert [one["name"] for one in newest(cast)["changes"]] == ["phone", "emergency"]
    assert change(cast, emergency="").json["phone"] == numbers["phone"]
    assert cast.practitioner.get(f"{API}/patient-page").json["emergency"] == ""


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("lock_minutes", 0, "From 1 to 60 minutes."),
        ("lock_minutes", 61, "From 1 to 60 minutes."),
        ("lock_minutes", "5", "Not a valid"),
        ("lease_days", 15, "From 1 to 14 days."),
        ("scope_months", 2, "From 3 to 600 months."),
        ("country", "es", "ISO 3166"),
        ("country", "XX", "ISO 3166"),
        ("time_zone", "Madrid", "Europe/Madrid"),
        ("time_zone", "../../etc/passwd", "Europe/Madrid"),
        ("second_factor", "nobody", "Must be one of"),
        ("phone", "call us", "telephone"),
        ("phone", None, "null"),
        ("name", "Another", "Unknown"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_field(cast: Cast, name: str, value: Any, words: str) -> None:
    before = cast.admin.get(AT).json
    answer = change(cast, **{name: value, "emergency": "112"})
    assert answer.status_code == 422
    assert words in " ".join(answer.json["fields"][name])
    assert cast.admin.get(AT).json == before


def test_nothing_named_is_refused(cast: Cast) -> None:
    assert change(cast).status_code == 422


def test_tablets_hear_it_with_their_forms_and_at_the_next_sign_in(cast: Cast) -> None:
    old = cast.practitioner.get(f"{API}/forms")
    change(cast, lock_minutes=15, **MADRID)
    told = cast.practitioner.get(f"{API}/forms", headers={"If-None-Match": old.headers["ETag"]})
    assert (told.status_code, told.json["version"] != old.json["version"]) == (200, True)
    assert FormsOut().validate(told.json) == {}
    assert told.json["settings"] | {"lock_minutes": 15, **MADRID} == told.json["settings"]
    assert "phone" not in told.json["settings"]
    assert cast.practitioner.get(f"{API}/me").json["keys"]["lock_minutes"] == 15
    assert cast.outsider.get(f"{API}/forms").json["settings"]["lock_minutes"] == 5


def test_the_printed_record_tells_times_in_the_zone_of_the_clinic(cast: Cast) -> None:
    mine = Tablet(cast.practitioner, cast["practitioner"])
    mine.patient()
    mine.sign(mine.note())

    def words() -> str:
        answer = cast.practitioner.get(f"{API}/patients/{PATIENT}/summary.pdf?audience=clinician")
        pages = PdfReader(io.BytesIO(answer.data)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    assert "UTC" in words()
    change(cast, **MADRID)
    printed = words()
    assert "(Europe/Madrid)" in printed
    assert "UTC" not in printed
