"""Several writing processes and a live reader: no error, and no number of the feed that the reader never sees."""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from tests.api_client import ApiClient
from tests.durability.conftest import EMAIL, PASSWORD, open_clinic
from tests.server_process import ServerProcess

WRITERS, PUSHES = (8, 24) if os.environ.get("NEEDLEPOINT_SOAK") else (3, 4)


def read_live(client: ApiClient, writers: list[Future[Any]]) -> tuple[dict[str, int], list[int]]:
    """Follow the feed while the writers run; return each record's last revision and the feed numbers as they came."""
    seen: dict[str, int] = {}
    numbers: list[int] = []
    cursor, last_round = "", False
    while True:
        status, page = client.request("GET", f"/sync/pull?cursor={cursor}&limit=7" if cursor else "/sync/pull?limit=7")
        assert status == 200, page
        for change in page["changes"]:
            seen[change["id"]] = change["rev"]
            numbers.append(change["seq"])
        cursor = page["cursor"]
        if not page["more"]:
            if last_round:
                return seen, numbers
            last_round = all(writer.done() for writer in writers)


def write(client: ApiClient) -> list[tuple[int, Any]]:
    """A tablet that adds patients and notes and edits each note: three operations a round."""
    answers = []
    for number in range(PUSHES):
        patient = client.new_patient(number)
        note = client.new_note(patient["id"])
        answers.append(client.push([patient, note]))
        base = note["fields"]["text:remarks"]
        patch = {"unit": "text:remarks", "base_rev": 1, "base": base, "patch": {"text": f"Seen {number}."}}
        answers.append(client.push([client.op("patch", "note", note["id"], **patch)]))
    client.close()
    return answers


@pytest.mark.grows
def test_live_reader_misses_nothing(any_server: ServerProcess) -> None:
    server = any_server
    server.workers = WRITERS
    reader = open_clinic(server)
    tablets = [ApiClient(server.port) for _ in range(WRITERS)]
    for tablet in tablets:
        tablet.login(EMAIL, PASSWORD)
        tablet.close()  # the server does not keep an idle connection for as long as all sign-ins may take
    reader.close()
    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(write, tablet) for tablet in tablets]
        seen, numbers = read_live(reader, writers)
        answers = [answer for writer in writers for answer in writer.result()]
    results = [result for status, body in answers for result in (body["results"] if status == 200 else [body])]
    assert [result for result in results if result.get("status") != "applied"] == []
    assert len(results) == WRITERS * PUSHES * 3
    _, manifest = reader.request("GET", "/sync/manifest")
    assert seen == {record_id: rev for _, record_id, rev in manifest["records"]}
    assert numbers == sorted(set(numbers))
    reader.close()
