"""Mail that the server sends: to whom, saying what, and what happens while it cannot be sent."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import update

from server.config import Config
from server.db import begin_write, db, utc_now
from server.jobs import nightly
from server.jobs.send import Undeliverable, send_mail, send_outgoing
from server.mail_settings import read_mail
from server.models import AuditEntry, Outgoing
from server.services.jobs import Run, is_due
from server.services.outgoing import PAUSES, claim_message, count_all_undelivered, count_undelivered, due_in
from server.services.verify.clinic import first_break
from tests.cast import PEOPLE, fixed_id
from tests.conftest import API, Cast
from tests.mail_server import MailServer
from tests.tablet import Tablet

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True

NORTH = fixed_id("north")
NEW = {"email": "new@example.org", "name": "Nía Person", "role": "practitioner"}
EVENT = {"term": "burn", "detail": "Blisters on the left cheek.", "ctcae_grade": 2}


@pytest.fixture
def post() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def mailing(app: Flask, post: MailServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The app of the tests as it is where mail is set up; each person signs in anew, for that may send one."""
    mail = read_mail(f"smtp://127.0.0.1:{post.port}", "needlepoint@example.org", "en")
    monkeypatch.setitem(app.config, "NEEDLEPOINT", replace(app.config["NEEDLEPOINT"], mail=mail))
    anew = SimpleNamespace(sign_in=lambda client, person: client.login(person))
    monkeypatch.setitem(app.extensions, "logins of the tests", anew)
    with app.app_context():
        engine = db.engine
    engine.update_execution_options(mails=True)
    yield app
    engine.update_execution_options(mails=False)


@pytest.fixture
def people(mailing: Flask) -> Cast:
    return Cast(mailing)


def send(mailing: Flask) -> None:
    with mailing.app_context():
        send_outgoing(mailing.config["NEEDLEPOINT"])


def states(mailing: Flask) -> list[tuple[str, str, int, str | None]]:
    with mailing.app_context():
        rows = db.session.execute(
            db.select(Outgoing.about, Outgoing.state, Outgoing.attempts, Outgoing.error).order_by(Outgoing.created_at)
        )
        found = [tuple(row) for row in rows]
        db.session.remove()
    return found


def make_due(mailing: Flask) -> None:
    with mailing.app_context():
        begin_write()
        db.session.execute(update(Outgoing).where(Outgoing.clinic_id == NORTH).values(due_at=utc_now()))
        db.session.commit()


def invite(people: Cast) -> tuple[str, str]:
    """The id of a new person, and the token they were invited with."""
    user_id = people.admin.post(f"{API}/users", json=NEW).json["id"]
    answer = people.admin.post(f"{API}/users/{user_id}/invite", json={}).json
    assert answer["mailed"] is True
    return user_id, answer["token"]


def test_an_invitation_arrives_and_its_link_works(mailing: Flask, people: Cast, post: MailServer) -> None:
    _user_id, token = invite(people)
    with mailing.app_context():
        assert token not in str([row.secret for row in db.session.scalars(db.select(Outgoing))])
        db.session.remove()
    send(mailing)
    (mail,) = post.take()
    assert (mail["To"], mail["From"], mail["Auto-Submitted"]) == (
        NEW["email"],
        "needlepoint@example.org",
        "auto-generated",
    )
    assert "Nía Person, you were added to North Clinic" in text_of(mail)
    (link,) = re.findall(r"http\S+", text_of(mail))
    assert link == f"http://127.0.0.1:8000/#/invite/{token}"
    device = PEOPLE["colleague"].device
    body = {"token": token, "password": "an entirely fresh sentence", "device": device}
    assert mailing.test_client().post(f"{API}/invites", json=body).status_code == 200
    send(mailing)
    assert post.take() == []
    with mailing.app_context():
        row = db.session.scalars(db.select(Outgoing)).one()
        assert (row.state, row.secret) == ("sent", None)
        sent = db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "mail.send")).one()
        assert (sent.object_id, sent.detail["about"]) == (_user_id, "invite")
        assert first_break(NORTH) is None
        db.session.remove()


def text_of(mail: EmailMessage) -> str:
    return str(mail.get_content())


def test_without_mail_the_link_is_handed_over_and_nothing_waits(app: Flask, cast: Cast) -> None:
    user_id = cast.admin.post(f"{API}/users", json=NEW).json["id"]
    assert cast.admin.post(f"{API}/users/{user_id}/invite", json={}).json["mailed"] is False
    assert states(app) == []


def test_a_reset_goes_to_the_person_and_names_the_code(mailing: Flask, people: Cast, post: MailServer) -> None:
    colleague = PEOPLE["colleague"]
    assert people.admin.post(f"{API}/users/{colleague.id}/reset", json={}).json["mailed"] is True
    send(mailing)
    (mail,) = post.take()
    assert mail["To"] == colleague.email
    assert "the one that a second person gives you" in " ".join(text_of(mail).split())


def test_a_link_that_was_replaced_or_used_is_not_sent(mailing: Flask, people: Cast, post: MailServer) -> None:
    user_id, _first = invite(people)
    second = people.admin.post(f"{API}/users/{user_id}/invite", json={}).json["token"]
    assert len(states(mailing)) == 1
    body = {"token": second, "password": "an entirely fresh sentence", "device": PEOPLE["colleague"].device}
    assert mailing.test_client().post(f"{API}/invites", json=body).status_code == 200
    send(mailing)
    assert (post.take(), states(mailing)) == ([], [("invite", "dropped", 1, None)])


def test_supervisors_hear_of_an_adverse_event_and_of_nothing_else(
    mailing: Flask, people: Cast, post: MailServer
) -> None:
    ana = Tablet(people, "practitioner")
    patient = ana.new_patient(given="Lucía", family="Moreno")
    begun = ana.patch(patient, "ae:0191a1c0-0000-7000-8000-000000000001", {"operator": ana.person.id})["record"]
    assert states(mailing) == [], "nobody has said anything of it yet"
    told = ana.patch(begun, "ae:0191a1c0-0000-7000-8000-000000000001", EVENT)["record"]
    assert [about for about, *_ in states(mailing)] == ["adverse_event"]
    send(mailing)
    (mail,) = post.take()
    ana.patch(told, "ae:0191a1c0-0000-7000-8000-000000000001", {"ctcae_grade": 3})
    assert len(states(mailing)) == 1, "they know of it"
    assert mail["To"] == PEOPLE["supervisor"].email
    whole = mail.as_string() + text_of(mail)
    for word in ("Lucía", "Moreno", "burn", "Blisters", "cheek", patient["id"], patient["fields"]["identity"]["mrn"]):
        assert word not in whole
    assert "/#/review" in whole


def test_who_entered_an_adverse_event_is_not_told_of_it(mailing: Flask, people: Cast, post: MailServer) -> None:
    boss = Tablet(people, "supervisor")
    boss.patch(boss.new_patient(), "ae:0191a1c0-0000-7000-8000-000000000001", EVENT)
    assert states(mailing) == []


def test_a_mail_server_that_is_away_is_tried_again(mailing: Flask, people: Cast, post: MailServer) -> None:
    invite(people)
    port = post.port
    post.answers[NEW["email"]] = "451 later"
    send(mailing)
    assert (post.take(), states(mailing)) == ([], [("invite", "waiting", 1, "refused_451")])
    send(mailing)
    assert post.said.count("RCPT") == 1, "not before it is due"
    post.answers.clear()
    make_due(mailing)
    away = replace(mailing.config["NEEDLEPOINT"].mail, port=1)
    with mailing.app_context():
        send_outgoing(replace(mailing.config["NEEDLEPOINT"], mail=away))
        assert count_undelivered(NORTH) == count_all_undelivered() == 1
        db.session.remove()
    assert people.admin.get(f"{API}/server").json["undelivered"] == 1
    listed = mailing.test_cli_runner().invoke(args=["mail", "list"]).stdout
    assert "mail invite\twaiting\ttries: 2\tConnectionRefusedError" in listed
    make_due(mailing)
    assert mailing.config["NEEDLEPOINT"].mail.port == port
    send(mailing)
    assert len(post.take()) == 1
    assert people.admin.get(f"{API}/server").json["undelivered"] == 0


def test_what_nobody_takes_is_given_up(mailing: Flask, people: Cast, post: MailServer) -> None:
    invite(people)
    post.answers[NEW["email"]] = "550 nobody here"
    send(mailing)
    assert states(mailing) == [("invite", "failed", 1, "refused_550")]
    people.admin.post(f"{API}/users/{PEOPLE['colleague'].id}/reset", json={})
    post.answers[PEOPLE["colleague"].email] = "451 later"
    for _ in range(len(PAUSES) + 2):
        make_due(mailing)
        send(mailing)
    assert states(mailing)[1] == ("reset", "failed", len(PAUSES) + 1, "refused_451")
    assert post.said.count("RCPT") == 1 + len(PAUSES) + 1


def test_a_sender_that_was_stopped_is_followed_by_another_attempt(mailing: Flask, people: Cast, monkeypatch) -> None:
    """Killed between sending and noting that it was sent: once more, rather than never."""
    invite(people)

    def stop(*_of: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("server.jobs.send.end_message", stop)
        with pytest.raises(KeyboardInterrupt):
            send(mailing)
    assert states(mailing) == [("invite", "waiting", 1, None)]
    make_due(mailing)
    send(mailing)
    assert states(mailing) == [("invite", "sent", 2, None)]


def test_each_week_everybody_hears_what_waits(mailing: Flask, people: Cast, post: MailServer) -> None:
    ana, boss = Tablet(people, "practitioner"), Tablet(people, "supervisor")
    ana.new_note()
    ana.signed_note()
    returned = boss.act("return", ana.signed_note(), comment="Say which lot was used.")
    assert returned["status"] == "applied"
    with mailing.app_context():
        assert nightly.perform("remind")
        db.session.remove()
    send(mailing)
    mails = {mail["To"]: text_of(mail) for mail in post.take()}
    assert set(mails) == {ana.person.email, boss.person.email}
    assert "not signed yet: 1" in mails[ana.person.email]
    assert "returned to you: 1" in mails[ana.person.email]
    assert "wait for your review: 1" in mails[boss.person.email]
    assert "not signed" not in mails[boss.person.email]


def test_reminders_are_for_mondays() -> None:
    friday = utc_now().replace(year=2026, month=11, day=27, hour=12)
    run = Run(friday)
    days = [day for day in range(1, 9) if is_due(run, friday + timedelta(days=day), 2, weekly=True)]
    assert days[0] == 3
    again = Run(friday, "done", friday + timedelta(days=3), friday + timedelta(days=3))
    assert not is_due(again, friday + timedelta(days=9), 2, weekly=True)
    assert is_due(again, friday + timedelta(days=10), 2, weekly=True)


def test_what_has_left_is_forgotten_after_a_month(mailing: Flask, people: Cast, post: MailServer) -> None:
    invite(people)
    send(mailing)
    with mailing.app_context():
        for days, left in ((29, 1), (31, 0)):
            begin_write()
            at = utc_now() - timedelta(days=days)
            db.session.execute(update(Outgoing).where(Outgoing.clinic_id == NORTH).values(created_at=at))
            db.session.commit()
            assert nightly.perform("tidy")
            assert db.session.scalar(db.select(db.func.count()).select_from(Outgoing)) == left
            db.session.remove()


def test_in_spanish_where_that_is_set(mailing: Flask, people: Cast, post: MailServer) -> None:
    invite(people)
    config: Config = mailing.config["NEEDLEPOINT"]
    with mailing.app_context():
        send_outgoing(replace(config, mail=replace(config.mail, language="es")))
    (mail,) = post.take()
    assert "Elija su contraseña" in " ".join(text_of(mail).split())


def test_the_console_sends_a_test(mailing: Flask, post: MailServer) -> None:
    said = mailing.test_cli_runner().invoke(args=["mail", "test", "me@example.org"])
    assert (said.exit_code, len(post.take())) == (0, 1), said.output
    post.answers["me@example.org"] = "550 nobody"
    said = mailing.test_cli_runner().invoke(args=["mail", "test", "me@example.org"])
    assert (said.exit_code, "refused_550" in said.output) == (1, True)
    mailing.config["NEEDLEPOINT"] = replace(mailing.config["NEEDLEPOINT"], mail=None)
    said = mailing.test_cli_runner().invoke(args=["mail", "test", "me@example.org"])
    assert (said.exit_code, "SMTP_URL is not set" in said.output) == (1, True)


def test_it_signs_in_where_the_server_asks_for_it(post: MailServer) -> None:
    post.users = {"np@example.org": "p@ss:w/rd"}
    good = read_mail(f"smtp://np%40example.org:p%40ss%3Aw%2Frd@127.0.0.1:{post.port}", "np@example.org", "en")
    send_mail(good, "me@example.org", SimpleNamespace(subject="A", text="B"))
    assert len(post.take()) == 1
    for wrong in (replace(good, password="other"), replace(good, user=None)):
        with pytest.raises(Undeliverable):
            send_mail(wrong, "me@example.org", SimpleNamespace(subject="A", text="B"))
    assert post.take() == []


def test_nothing_is_sent_in_the_clear_to_another_machine(post: MailServer, monkeypatch) -> None:
    """A server elsewhere that offers no STARTTLS; its name leads here."""
    import socket

    found = socket.getaddrinfo("127.0.0.1", post.port, type=socket.SOCK_STREAM)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_of, **_more: found)
    elsewhere = read_mail(f"smtp://np:secret@mail.example.org:{post.port}", "np@example.org", "en")
    with pytest.raises(Undeliverable) as failed:
        send_mail(elsewhere, "me@example.org", SimpleNamespace(subject="A", text="B"))
    assert (failed.value.error, failed.value.stops) == ("SMTPNotSupportedError", True)
    assert {"AUTH", "MAIL", "DATA"} & set(post.said) == set()


def test_while_no_mail_server_is_set_mail_waits(mailing: Flask, people: Cast, post: MailServer) -> None:
    """A start without SMTP_URL, by mistake or for a while."""
    invite(people)
    set_up = mailing.config["NEEDLEPOINT"]
    mailing.config["NEEDLEPOINT"] = replace(set_up, mail=None)
    send(mailing)
    assert states(mailing) == [("invite", "waiting", 1, "no_mail_server")]
    mailing.config["NEEDLEPOINT"] = set_up
    make_due(mailing)
    send(mailing)
    assert len(post.take()) == 1


def test_one_that_cannot_be_made_keeps_nothing_from_the_others(mailing: Flask, people: Cast, post: MailServer) -> None:
    """A message of a later version, as after a step back to the version before."""
    invite(people)
    people.admin.post(f"{API}/users/{PEOPLE['colleague'].id}/reset", json={})
    with mailing.app_context():
        begin_write()
        mine = update(Outgoing).where(Outgoing.clinic_id == NORTH, Outgoing.about == "invite")
        db.session.execute(mine.values(about="something new"))
        db.session.commit()
    send(mailing)
    assert [mail["To"] for mail in post.take()] == [PEOPLE["colleague"].email]
    assert states(mailing)[0] == ("something new", "waiting", 1, "KeyError")


def test_of_two_servers_one_sends_it(mailing: Flask, people: Cast) -> None:
    """Both have seen that it is due."""
    invite(people)
    with mailing.app_context():
        message_id = due_in(NORTH, utc_now())[0].id
        for claimed in (True, False):
            begin_write()
            assert bool(claim_message(NORTH, message_id, utc_now())) is claimed
            db.session.commit()
        db.session.remove()
