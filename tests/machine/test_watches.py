"""Lists that are told of changes while they are read: the shipped store in Node."""

import pytest

from tests.cast import PASSWORD, PEOPLE
from tests.machine.tablets import Tablets
from tests.tablet import Tablet

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def test_a_change_that_is_heard_while_a_list_is_read_anew_keeps_what_was_read(tablets: Tablets, ana: Tablet) -> None:
    """Nor does the list show again what has gone."""
    gone, kept = (ana.signed_note() for _ in range(2))
    tablets.host("begin", seed=1, locks=[True])
    tablets.call(0, 0, "session.signIn", PEOPLE["practitioner"].email, PASSWORD)
    tablets.call(0, 0, "engine.syncNow")
    news = {**kept, "id": "00000000-0000-4000-8000-000000000001", "seq": kept["seq"] + 1}
    assert set(tablets.call(0, 0, "listedWhileRead", gone["id"], news)) == {kept["id"], news["id"]}
