"""Finding patients as people type their names."""

import pytest

from server.db import begin_write, db
from server.domain.search import fold
from server.services import patients
from tests.cast import PEOPLE
from tests.tablet import Tablet

ACTOR = PEOPLE["practitioner"].actor


@pytest.fixture
def tablet(cast):
    return Tablet(cast, "practitioner")


@pytest.fixture
def search(app):
    def call(q="", limit=50, cursor=None):
        with app.app_context():
            begin_write()
            items, following = patients.list_patients(ACTOR, q, limit, cursor)
            db.session.commit()
            return [item["mrn"] for item in items], following

    return call


@pytest.fixture
def people(tablet):
    tablet.new_patient(mrn="M-1", given="Łucja", family="Öztürk", birth_date="1990-01-02")
    tablet.new_patient(mrn="M-2", given="Ana María", family="Ruiz", birth_date="1985-12-31")
    tablet.new_patient(mrn="100%_x", given="José", family="Straße", birth_date="1970-05-05")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  ŁUCJA   Öztürk ", "lucja ozturk"),
        ("Straße", "strasse"),
        ("\ufb01n", "fin"),
        ("Ångström\u200b", "angstrom"),
        ("İstanbul", "istanbul"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


class TestSearch:
    @pytest.mark.parametrize(
        ("q", "found"),
        [
            ("", ["M-1", "M-2", "100%_x"]),
            ("ozturk", ["M-1"]),
            ("ÖZTÜRK lucja", ["M-1"]),
            ("lucja ozt", ["M-1"]),
            ("maria ruiz", ["M-2"]),
            ("strasse", ["100%_x"]),
            ("1985-12", ["M-2"]),
            ("m-2", ["M-2"]),
            ("%", []),
            ("_", []),
            ("100%_x", ["100%_x"]),
            ("0%_x", ["100%_x"]),
            ("\\", []),
            ("nobody", []),
            ("' OR 1=1 --", []),
        ],
    )
    def test_every_word_is_found(self, search, people, q, found):
        assert search(q)[0] == found

    @pytest.mark.parametrize("limit", [1, 2, 3])
    def test_pages_by_name(self, search, people, limit):
        seen, cursor = [], None
        while True:
            found, cursor = search(limit=limit, cursor=cursor)
            seen += found
            if cursor is None:
                break
        assert seen == ["M-1", "M-2", "100%_x"]

    def test_a_changed_name_is_found_and_the_old_is_not(self, search, tablet):
        patient = tablet.new_patient(mrn="M-9", family="Before")
        tablet.patch(patient, "identity", {"family": "After"})
        assert (search("after")[0], search("before")[0]) == (["M-9"], [])

    def test_a_void_patient_is_not_found(self, cast, search, tablet):
        patient = tablet.new_patient(mrn="M-9")
        assert Tablet(cast, "admin").act("void", patient, reason="Entered twice.")["status"] == "applied"
        assert search()[0] == []

    def test_names_longer_than_a_cursor_page_as_well(self, search, tablet):
        for number in "12":
            tablet.new_patient(mrn=number, family="Ä" * 500)
        first, cursor = search(limit=1)
        assert sorted(first + search(limit=1, cursor=cursor)[0]) == ["1", "2"]

    def test_another_clinic_is_not_searched(self, cast, search):
        Tablet(cast, "outsider").new_patient(mrn="THEIRS")
        assert search()[0] == []
