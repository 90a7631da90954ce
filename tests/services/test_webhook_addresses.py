"""Where a webhook may lead: not into the network of the server because the owner of a name says so."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from server.jobs import call as calls
from server.jobs.addresses import is_allowed
from server.jobs.call import CallFailed, call, find_url_fault

OFFICE = (ip_network("192.168.1.0/24"), ip_network("fd12:3456::/32"))
OURS = (ip_network("127.0.0.0/8"),)
REFUSED = [
    "127.0.0.1", "10.0.0.5", "172.16.3.4", "192.168.2.9", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1",
    "169.254.169.254", "::1", "::", "fe80::1", "ff02::1", "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:c0a8:209::1",
]  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_a_name_leads_to_none_of_these(address: str) -> None:
    assert not is_allowed("hooks.example.org", address, OFFICE)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "192.168.1.20", "fd12:3456::7"])
def test_a_name_leads_to_the_internet_and_to_the_networks_of_the_settings(address: str) -> None:
    assert is_allowed("hooks.example.org", address, OFFICE)


@pytest.mark.parametrize(
    ("host", "allowed"),
    [("192.168.2.9", True), ("127.0.0.1", True), ("fd00::5", True), ("169.254.169.254", False), ("fe80::1", False)],
)
def test_an_address_that_was_named_is_meant_but_for_those_where_no_program_is(host: str, allowed: bool) -> None:
    assert is_allowed(host, host, ()) is allowed
    shown = f"[{host}]" if ":" in host else host
    assert (find_url_fault(f"https://{shown}/hook") is None) is allowed


def test_localhost_is_this_machine_and_nothing_else() -> None:
    assert is_allowed("localhost", "127.0.0.1", ())
    assert not is_allowed("localhost", "192.168.2.9", ())


class Listener:
    """Takes connections and does with each what the test says."""

    def __init__(self, do: Callable[[socket.socket], None]) -> None:
        self.taken, self.do, self.ends = 0, do, threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def listen(self) -> None:
        while True:
            one, _address = self.socket.accept()
            with one:
                if self.ends.is_set():
                    return
                self.taken += 1
                self.do(one)

    def stop(self) -> None:
        self.ends.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        self.thread.join()
        self.socket.close()


@pytest.fixture
def listening() -> Iterator[Callable[[Callable[[socket.socket], None]], Listener]]:
    made: list[Listener] = []

    def listen(do: Callable[[socket.socket], None]) -> Listener:
        made.append(Listener(do))
        return made[-1]

    yield listen
    for one in made:
        one.stop()


def read_call(one: socket.socket) -> None:
    """To its end: what is left unread makes a reset of the close."""
    heard = b""
    while not heard.endswith(b"{}"):
        heard += one.recv(65_536)


def take(one: socket.socket) -> None:
    read_call(one)
    one.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")


def lead(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """The name hooks.example.org leads to one after the other. The names that were looked up."""
    real, asked, left = socket.getaddrinfo, [], list(answers)

    def look_up(host: str, *of: Any, **more: Any) -> Any:
        if host != "hooks.example.org":
            return real(host, *of, **more)
        asked.append(host)
        return real(left.pop(0), *of, **more)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_a_name_that_leads_to_this_machine_is_not_called(monkeypatch: pytest.MonkeyPatch, listening) -> None:
    here = listening(take)
    lead(monkeypatch, "127.0.0.1")
    with pytest.raises(CallFailed, match="address_not_allowed"):
        call(f"http://hooks.example.org:{here.port}/", b"secret", {})
    assert here.taken == 0


def test_a_name_is_looked_up_once_and_the_call_goes_where_that_led(monkeypatch: pytest.MonkeyPatch, listening) -> None:
    """It leads elsewhere the next moment: the second answer would be refused, or worse, taken without a look."""
    here = listening(take)
    asked = lead(monkeypatch, "127.0.0.1", "203.0.113.7")
    call(f"http://hooks.example.org:{here.port}/", b"secret", {}, OURS)
    assert (here.taken, len(asked)) == (1, 1)


def certificate(folder: Path, name: str) -> Path:
    """Of a machine of that name, signed by itself; with its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder(who, who, key.public_key(), 1, now, now + timedelta(days=1))
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    path = folder / f"{name}.pem"
    held = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(held + signed.sign(key, SHA256()).public_bytes(Encoding.PEM))
    return path


@pytest.mark.parametrize("name", ["hooks.example.org", "other.example.org"])
def test_who_answers_must_be_of_that_name(
    monkeypatch: pytest.MonkeyPatch, listening, tmp_path: Path, name: str
) -> None:
    held = certificate(tmp_path, name)
    monkeypatch.setenv("SSL_CERT_FILE", str(held))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(held)

    def take_encrypted(one: socket.socket) -> None:
        with suppress(OSError), server.wrap_socket(one, server_side=True) as opened:
            take(opened)

    here = listening(take_encrypted)
    lead(monkeypatch, "127.0.0.1")
    is_right = name == "hooks.example.org"
    with nullcontext() if is_right else pytest.raises(CallFailed, match="SSLCertVerificationError"):
        call(f"https://hooks.example.org:{here.port}/", b"secret", {}, OURS)


def test_one_that_never_comes_to_its_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch, listening) -> None:
    gone = threading.Event()

    def drip(one: socket.socket) -> None:
        read_call(one)
        try:
            for _ in range(150):
                one.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                gone.wait(0.02)
            one.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        except OSError:
            gone.set()

    monkeypatch.setattr(calls, "MOST_SECONDS", 0.2)
    with pytest.raises(CallFailed):
        call(f"http://127.0.0.1:{listening(drip).port}/", b"secret", {})
