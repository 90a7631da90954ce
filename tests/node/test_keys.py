"""What a tablet signs and seals with its own ciphers (``static/src/store/ciphers``) opens with the server's."""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from server.services.keys.sealing import CURVE, to_bytes, to_text, unseal
from server.services.keys.signatures import is_signed, statement
from tests.node.page import ROOT, NodePage

VECTORS = json.loads((ROOT / "tests/vectors/keys.json").read_text())
PRIVATE = ec.derive_private_key(int.from_bytes(to_bytes(VECTORS["clinic"]["jwk"]["d"])), CURVE)
SIGNER = VECTORS["signer"]


def ciphers(page: NodePage, body: str, given: Any = None) -> Any:
    return page.evaluate(
        f"""async ([address, given]) => {{ const store = await import(address); {body} }}""",
        ["/src/store/ciphers.js", given],
    )


def test_k4_a_statement_is_the_same_text_on_both_sides(page: NodePage) -> None:
    texts = page.evaluate(
        "async ([address, ops]) => { const { statementOf } = await import(address); return ops.map(statementOf); }",
        ["/src/core/op-statement.js", [each["op"] for each in VECTORS["signed"]]],
    )
    assert texts == [each["statement"] for each in VECTORS["signed"]]
    assert texts == [statement(each["op"]) for each in VECTORS["signed"]]


def test_k4_the_server_accepts_what_a_tablet_signs(page: NodePage) -> None:
    body = """
      const { secret, point } = await store.newSigningPair();
      const signer = await store.signerFrom(secret);
      return [store.toText(point), await store.idOf(point), await store.signed(signer, given)];
    """
    text = VECTORS["signed"][0]["statement"]
    public, _name, value = ciphers(page, body, text)
    assert is_signed(public, value, text)
    assert not is_signed(public, value, f"{text} ")
    named = ciphers(page, "return store.idOf(store.toBytes(given));", SIGNER["public"])
    assert named == SIGNER["id"]


def test_k3_the_server_opens_what_a_tablet_seals_for_its_purpose_alone(page: NodePage) -> None:
    body = """
      const [point, purpose, text] = given;
      return store.toText(await store.sealTo(store.toBytes(point), purpose, store.encoded(text)));
    """
    text = "Ruíz – 0.75 mm €"
    sealed = to_bytes(ciphers(page, body, [VECTORS["clinic"]["public"], "op:1", text]))
    assert unseal(PRIVATE, "op:1", sealed).decode() == text


def test_k2_a_wrapped_key_opens_with_its_secret_and_in_its_place_alone(page: NodePage) -> None:
    body = """
      const salt = store.random(16);
      const made = await store.keyFromSecret(given, salt, 1000);
      const closed = await store.encrypt(made, store.encoded("data key"), "here");
      const tries = [[given, "here"], [given.normalize("NFD"), "here"], [given, "there"], [given + " ", "here"]];
      const opened = [];
      for (const [secret, place] of tries) {
        const key = await store.keyFromSecret(secret, salt, 1000);
        const plain = await store.decrypt(key, closed, place).catch(() => null);
        opened.push(plain && new TextDecoder().decode(plain));
      }
      return opened;
    """
    assert ciphers(page, body, "zwölf Nadeln") == ["data key", "data key", None, None]


def test_bytes_travel_as_the_server_writes_them(page: NodePage) -> None:
    raw = bytes(range(256))
    assert ciphers(page, "return store.toText(store.toBytes(given));", to_text(raw)) == to_text(raw)
    assert ciphers(page, "return [...store.toBytes(given)];", to_text(raw)) == list(raw)
