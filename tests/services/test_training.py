"""The register of who is trained on a device: kept in the settings, read where a note is signed (V01, V02)."""

from typing import Any
from uuid import uuid4

import pytest

from server.schemas.clinic import ClinicOut
from server.schemas.forms import FormsOut
from tests.conftest import API, Cast
from tests.tablet import Tablet, signable

AT = f"{API}/clinic"


def sign(tablet: Tablet, said: str | None) -> tuple[str, list[str]]:
    """Whether a note of SkinPen is signed, and what is found of the operator's training."""
    content = signable(tablet.person.id, operator_trained=said)
    note = tablet.new_note(fields=content)
    answer = tablet.push_one(tablet.sign_op(note))
    findings = (answer.get("error") or {}).get("findings") or answer["record"]["findings"]
    return answer["status"], [one["rule"] for one in findings if one["rule"] in ("V01", "V02")]


def keep(cast: Cast, **trained: list[str]) -> Any:
    return cast.admin.patch(AT, json={"trained": trained})


def test_whoever_the_register_names_needs_no_answer_in_the_note(cast: Cast, ana: Tablet) -> None:
    assert sign(ana, None) == ("applied", ["V02"])
    answer = keep(cast, skinpen=[ana.person.id])
    assert ClinicOut().validate(answer.json) == {}
    assert sign(ana, None) == ("applied", [])
    forms = ana.get("/forms").json
    assert FormsOut().validate(forms) == {}
    assert forms["settings"]["trained"] == {"skinpen": [ana.person.id]}


def test_whoever_it_does_not_name_gives_a_reason_whatever_the_note_says(cast: Cast, ana: Tablet, boss: Tablet) -> None:
    keep(cast, skinpen=[boss.person.id], exceed=[ana.person.id])
    assert sign(ana, "yes") == ("rejected", ["V01"])
    keep(cast, exceed=[boss.person.id])
    assert sign(ana, "yes") == ("applied", [])


@pytest.mark.parametrize("trained", [{"skinpen": [str(uuid4())]}, {"skinpen": []}, {"a stranger": []}, {"skinpen": 1}])
def test_a_register_of_nobody_of_strangers_or_of_no_device_is_refused(cast: Cast, trained: Any) -> None:
    answer = cast.admin.patch(AT, json={"trained": trained})
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["trained"])


def test_only_an_administrator_keeps_it(cast: Cast, boss: Tablet) -> None:
    assert cast.supervisor.patch(AT, json={"trained": {"skinpen": [boss.person.id]}}).status_code == 403
