"""A mail server of our own for the tests: speaks SMTP over a real socket, and keeps what it was given.

``answers`` says what it answers to RCPT for an address; ``users`` who may sign in, with which password.
"""

import base64
import socketserver
import ssl
import threading
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


class Conversation(socketserver.StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        self.signed_in = not self.server.users
        self.say("220 mail.test")
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            self.server.said.append(verb.upper())
            if not getattr(self, f"on_{verb.lower()}", self.on_other)(rest):
                return

    def say(self, line: str) -> bool:
        self.wfile.write(f"{line}\r\n".encode())
        return not line.startswith("221")

    def on_ehlo(self, _rest: str) -> bool:
        return self.say("250-mail.test\r\n250 AUTH PLAIN")

    def on_auth(self, rest: str) -> bool:
        user, password = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")[1:]
        self.signed_in = self.server.users.get(user) == password
        return self.say("235 good" if self.signed_in else "535 wrong")

    def on_rcpt(self, rest: str) -> bool:
        if not self.signed_in:
            return self.say("530 sign in first")
        return self.say(self.server.answers.get(rest.partition("<")[2].rstrip(">"), "250 good"))

    def on_data(self, _rest: str) -> bool:
        self.say("354 go on")
        body = b""
        while not body.endswith(b"\r\n.\r\n"):
            body += self.rfile.readline()
        self.server.taken.append(message_from_bytes(body[:-3], policy=policy.default))  # type: ignore[arg-type]
        return self.say("250 taken")

    def on_quit(self, _rest: str) -> bool:
        return self.say("221 bye")

    def on_other(self, _rest: str) -> bool:
        return self.say("250 good")


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.context = context
        self.taken: list[EmailMessage] = []
        self.said: list[str] = []
        self.answers: dict[str, str] = {}
        self.users: dict[str, str] = {}
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def get_request(self) -> Any:
        one, address = self.socket.accept()
        return (self.context.wrap_socket(one, server_side=True) if self.context else one), address

    def handle_error(self, *_of: Any) -> None:
        """A client that does not trust it goes away; that is what some tests are about."""

    def stop(self) -> None:
        with closing(self.socket):
            self.shutdown()
        self.thread.join()

    def take(self) -> list[EmailMessage]:
        taken, self.taken = self.taken, []
        return taken
