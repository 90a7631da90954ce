"""Sign-ins of the tests' people that are made once and put back afterwards, for one costs more than most tests do.

That is done only where it cannot be told from a sign-in made anew: nothing was done to the database since it was set
back but other sign-ins, in the same order. What is put back is at most ``FRESH`` seconds old.
"""

import time
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.http import parse_cookie

from server.services.verify import heads
from tests.cast import Person

FRESH = 20.0


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """``after`` is the one before it: with another in its place, its people would hold cookies of other sessions."""

    after: "Kept | None"
    state: Any
    heads: str
    written: dict[tuple[str, str], str]
    cookies: dict[str, str]
    proof: str | None
    made_at: float


class Logins:
    """Those of one backend, which tells when it was set back."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend
        self.kept: dict[tuple[str, ...], Kept] = {}
        self.restart(None)

    def restart(self, done: tuple[str, ...] | None, last: Kept | None = None) -> None:
        """The database holds the people and who signed in, by key; None: something else."""
        self.done, self.last, self.begun = done, last, self.backend.transactions.begun

    def sign_in(self, client: Any, person: Person) -> None:
        if self.done is None or self.begun != self.backend.transactions.begun:
            make(client, person)
            return
        done = (*self.done, person.key)
        kept = self.kept.get(done)
        if kept and kept.after is self.last and time.monotonic() - kept.made_at < FRESH:
            self.put_back(kept)
            for name, value in kept.cookies.items():
                client.set_cookie(name, value)
            client.proof = kept.proof
        else:
            cookies = make(client, person)
            kept = self.kept[done] = self.keep("-".join(done), cookies, client.proof)
        self.restart(done, kept)

    def keep(self, name: str, cookies: dict[str, str], proof: str | None) -> Kept:
        file = self.heads_file()
        text = file.read_text() if file.exists() else ""
        return Kept(
            self.last, self.backend.keep(name), text, dict(heads.last_written), cookies, proof, time.monotonic()
        )

    def put_back(self, kept: Kept) -> None:
        self.backend.put_back(kept.state)
        self.heads_file().write_text(kept.heads)
        heads.last_written.update(kept.written)

    def heads_file(self) -> Any:
        app: Flask = self.backend.app
        return app.config["NEEDLEPOINT"].data_dir / heads.NAME


def make(client: Any, person: Person) -> dict[str, str]:
    answer = client.login(person)
    assert answer.status_code == 200, answer.text
    return set_by(answer.headers)


def set_by(headers: Headers) -> dict[str, str]:
    first = [line.split(";")[0] for line in headers.getlist("Set-Cookie")]
    return {name: value for line in first for name, value in parse_cookie(line).items()}
