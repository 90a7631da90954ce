"""Keys in tests: what a tablet makes, seals and signs with, through the API."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from server.services.keys.sealing import CURVE, key_id, point_of, seal, to_bytes, to_text
from server.services.keys.signatures import statement
from tests.cast import Person

API = "/api/v1"
DATA_KEY = bytes(range(32))
MADE: dict[str, ec.EllipticCurvePrivateKey] = {}
"""By their public half: a browser that registers one says that it is open (``tests.conftest``)."""


def new_public_key() -> str:
    return new_pair()[1]


def new_pair() -> tuple[ec.EllipticCurvePrivateKey, str]:
    private = ec.generate_private_key(CURVE)
    public = to_text(point_of(private))
    MADE[public] = private
    return private, public


def signed(op: dict[str, Any], private: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
    """The op as a tablet sends it."""
    return op | {"signature": {"key": key_id(point_of(private)), "value": sign(private, statement(op))}}


def sign(private: ec.EllipticCurvePrivateKey, text: str) -> str:
    r, s = decode_dss_signature(private.sign(text.encode(), ec.ECDSA(SHA256())))
    return to_text(r.to_bytes(32) + s.to_bytes(32))


def id_of(public: str) -> str:
    return key_id(to_bytes(public))


def keys_of(browser: Any) -> dict[str, Any]:
    return dict(browser.get(f"{API}/me").json["keys"])


def sealed_copy(browser: Any, person: Person, device_id: str | None = None) -> str:
    """The data key as the tablet of that person would seal it to the clinic of ``browser``."""
    public = to_bytes(keys_of(browser)["clinic"])
    return to_text(seal(public, f"data-key:{person.id}:{device_id or person.device['id']}", DATA_KEY))


def register(browser: Any, **body: str) -> Any:
    return browser.post(f"{API}/me/keys", json=body)


def recover(browser: Any) -> Any:
    return browser.post(f"{API}/me/keys/recover", json={})


def keep_data_key(browser: Any, person: Person) -> None:
    """With a signing key, as after the first sign-in on a tablet."""
    answer = register(browser, signing=new_public_key(), recovery=sealed_copy(browser, person))
    assert answer.status_code == 201, answer.text
