"""Webhooks: who is told of what, signed how, and what happens while the other program is away."""

import hashlib
import hmac
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text, update

from server.db import begin_write, db, utc_now
from server.jobs.call import SIGNATURE, find_url_fault
from server.jobs.send import send_outgoing
from server.models import AuditEntry, Outgoing, Webhook
from server.services.verify.clinic import first_break
from tests.cast import fixed_id
from tests.conftest import Cast
from tests.tablet import Tablet
from tests.tamper import tamper

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True

NORTH = fixed_id("north")
ENTRY = "ae:0191a1c0-0000-7000-8000-000000000001"
AT_NORTH = ["--clinic", "North Clinic"]


class Program(ThreadingHTTPServer):
    """Another program, which keeps what it was told and answers ``status``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Heard)
        self.status, self.heard = 204, []
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hooks?of=needlepoint"


class Heard(BaseHTTPRequestHandler):
    server: Program

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Location", self.server.url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_of: Any) -> None:
        pass


@pytest.fixture
def program() -> Iterator[Program]:
    server = Program()
    yield server
    server.shutdown()
    server.server_close()
    server.thread.join()


def add(app: Flask, url: str, *events: str) -> tuple[str, bytes]:
    """Its id and secret, as the console prints them."""
    asked = [word for event in events for word in ("--event", event)]
    said = app.test_cli_runner().invoke(args=["webhooks", "add", url, *asked, *AT_NORTH])
    assert said.exit_code == 0, said.output
    return said.stdout.split("\t")[0], re.findall(r"^    (\S+)$", said.stdout, re.MULTILINE)[0].encode()


def send(app: Flask) -> None:
    with app.app_context():
        send_outgoing(app.config["NEEDLEPOINT"])


def make_due(app: Flask) -> None:
    with app.app_context():
        begin_write()
        db.session.execute(update(Outgoing).where(Outgoing.clinic_id == NORTH).values(due_at=utc_now()))
        db.session.commit()


def states(app: Flask) -> list[tuple[Any, ...]]:
    with app.app_context():
        found = db.session.execute(db.select(Outgoing.about, Outgoing.state, Outgoing.error)).all()
        db.session.remove()
    return sorted((tuple(row) for row in found), key=repr)


def approved(cast: Cast) -> dict[str, Any]:
    return Tablet(cast, "supervisor").act("approve", Tablet(cast, "practitioner").signed_note())["record"]


def test_an_approval_is_told_and_signed(app: Flask, cast: Cast, program: Program) -> None:
    _id, secret = add(app, program.url, "note.approved")
    note = approved(cast)
    send(app)
    ((path, headers, body),) = program.heard
    assert path == "/hooks?of=needlepoint"
    at, signature = re.fullmatch(r"t=(\d+),v1=(\w+)", headers[SIGNATURE]).groups()
    assert signature == hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    told = json.loads(body)
    named = {"event": "note.approved", "clinic": NORTH, "note": note["id"], "patient": note["patient_id"], "version": 1}
    assert {name: told[name] for name in named} == named
    assert set(told) == {*named, "id", "at"}
    with app.app_context():
        assert secret.decode() not in str(db.session.execute(db.text("SELECT * FROM webhook")).all())
        assert db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "webhook.send")).one()
        assert first_break(NORTH) is None
        db.session.remove()


def test_an_adverse_event_is_told_once_without_what_it_says(app: Flask, cast: Cast, program: Program) -> None:
    add(app, program.url, "adverse_event.opened", "note.approved")
    ana = Tablet(cast, "practitioner")
    opened = ana.patch(ana.new_patient(), ENTRY, {"term": "burn", "detail": "Blisters."})["record"]
    ana.patch(opened, ENTRY, {"ctcae_grade": 3})
    send(app)
    ((_path, _headers, body),) = program.heard
    told = json.loads(body)
    assert (told["event"], told["patient"], told["entry"], told["note"]) == (
        "adverse_event.opened", opened["id"], ENTRY, None,
    )  # fmt: skip
    assert b"burn" not in body
    assert b"Blisters" not in body


def test_others_are_told_nothing(app: Flask, cast: Cast, program: Program) -> None:
    """Of an event nobody asked for, of another clinic, and after the end."""
    hook, _secret = add(app, program.url, "adverse_event.opened")
    approved(cast)
    outsider = Tablet(cast, "outsider")
    outsider.patch(outsider.new_patient(), ENTRY, {"term": "burn"})
    assert states(app) == []
    ana = Tablet(cast, "practitioner")
    ana.patch(ana.new_patient(), ENTRY, {"term": "burn"})
    assert app.test_cli_runner().invoke(args=["webhooks", "end", hook, *AT_NORTH]).exit_code == 0
    send(app)
    assert (program.heard, states(app)) == ([], [("adverse_event.opened", "dropped", None)])


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_is_not_taken_is_told_again_under_the_same_id(
    app: Flask, cast: Cast, program: Program, status: int
) -> None:
    add(app, program.url, "note.approved")
    first, second = approved(cast), approved(cast)
    program.status = status
    send(app)
    assert len(program.heard) == 1, "no redirect is followed, and the others wait for the next round"
    assert ("note.approved", "waiting", f"http_{status}") in states(app)
    program.status = 200
    make_due(app)
    send(app)
    told = [json.loads(body) for _path, _headers, body in program.heard]
    assert {one["note"] for one in told[1:]} == {first["id"], second["id"]}
    assert len({one["id"] for one in told}) == 2
    assert {state for _about, state, _error in states(app)} == {"sent"}


def test_one_that_is_away_keeps_nothing_from_another(app: Flask, cast: Cast, program: Program) -> None:
    add(app, "http://127.0.0.1:1/away", "note.approved")
    add(app, program.url, "note.approved")
    approved(cast)
    send(app)
    assert len(program.heard) == 1
    assert states(app) == [("note.approved", "sent", None), ("note.approved", "waiting", "ConnectionRefusedError")]


BROKEN = {"JSONDecodeError": {"value": '{"patient": "Ana Ruiz'}, "unknown_channel": {"channel": "pigeon"}}


@pytest.mark.parametrize("error", BROKEN)
def test_one_that_cannot_be_sent_stays_and_keeps_nothing_from_the_others(
    app: Flask, cast: Cast, program: Program, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A damaged row, or one of a later version after a step back: neither lost nor dropped, and told by its kind."""
    add(app, program.url, "note.approved")
    first, second = approved(cast), approved(cast)
    (column,) = BROKEN[error]
    change = f"UPDATE outgoing SET {column} = :new WHERE id = :id"
    with app.app_context():
        (whole,) = db.session.execute(text(f"SELECT id, {column} FROM outgoing ORDER BY created_at LIMIT 1")).all()
        tamper(change, new=BROKEN[error][column], id=whole.id)
    send(app)
    assert [json.loads(body)["note"] for _path, _headers, body in program.heard] == [second["id"]]
    assert states(app) == [("note.approved", "sent", None), ("note.approved", "waiting", error)]
    said = capsys.readouterr()
    assert "Ruiz" not in said.out + said.err
    with app.app_context():
        tamper(change, new=whole[1], id=whole.id)
    make_due(app)
    send(app)
    assert json.loads(program.heard[-1][2])["note"] == first["id"]


def test_a_call_under_another_secret_key_waits_for_the_right_one(app: Flask, cast: Cast, program: Program) -> None:
    hook, _secret = add(app, program.url, "note.approved")
    note = approved(cast)
    with app.app_context():
        right = db.session.get(Webhook, (NORTH, hook)).secret
        tamper("UPDATE webhook SET secret = 'AAAA'")
    send(app)
    assert states(app) == [("note.approved", "waiting", "secret_key")]
    said = app.test_cli_runner().invoke(args=["webhooks", "test", hook, *AT_NORTH])
    assert (said.exit_code, "another SECRET_KEY" in said.output) == (1, True)
    with app.app_context():
        tamper("UPDATE webhook SET secret = :right", right=right)
    make_due(app)
    send(app)
    assert json.loads(program.heard[0][2])["note"] == note["id"]


def test_the_console_lists_and_tries_them(app: Flask, program: Program) -> None:
    hook, secret = add(app, program.url, "note.approved")
    listed = app.test_cli_runner().invoke(args=["webhooks", "list"]).stdout
    assert (program.url in listed, secret.decode() in listed) == (True, False)
    tried = ["webhooks", "test", hook, *AT_NORTH]
    assert app.test_cli_runner().invoke(args=tried).exit_code == 0
    assert json.loads(program.heard[0][2])["event"] == "test"
    program.status = 500
    said = app.test_cli_runner().invoke(args=tried)
    assert (said.exit_code, "http_500" in said.output) == (1, True)


@pytest.mark.parametrize(
    ("url", "is_good"),
    [
        ("https://example.org/hook", True),
        ("http://127.0.0.1:8080/hook", True),
        ("http://localhost/hook", True),
        ("http://example.org/hook", False),
        ("ftp://example.org/hook", False),
        ("https://user:pass@example.org/", False),
        ("https://example.org:99999/", False),
        ("https:///hook", False),
        ("nonsense", False),
    ],
)
def test_only_an_encrypted_address_is_taken(url: str, is_good: bool) -> None:
    assert (find_url_fault(url) is None) is is_good
