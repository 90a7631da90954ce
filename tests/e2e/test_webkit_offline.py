"""The Safari family starts cold with the server gone, shows what was written, and sends it when the server is back."""

from contextlib import closing
from uuid import uuid4

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as ec
from selenium.webdriver.support.wait import WebDriverWait

from tests.api_client import ApiClient
from tests.e2e.conftest import PASSWORD, PRACTITIONER, SECRET
from tests.e2e.journey import signed_in_api
from tests.e2e.webkit import PATIENCE, webkit
from tests.server_process import ServerProcess

__all__ = ["webkit"]
pytestmark = [pytest.mark.e2e, pytest.mark.webkit]
IN_CHUNKS = True

WORDS = "Calm skin, cooled for ten minutes."
READY = (By.CSS_SELECTOR, "html[data-ready='1']")
REMARK = (By.CSS_SELECTOR, "#f-text\\:remarks-text")
IN_CHARGE = """const done = arguments[0];
navigator.serviceWorker.ready.then(() => {
  if (navigator.serviceWorker.controller) return done(true);
  navigator.serviceWorker.addEventListener("controllerchange", () => done(true), {once: true});
});"""
DURABLE = """const done = arguments[0];
document.activeElement?.blur();
import("/static/dist/app.js").then(({typing, outbox}) => typing.flushTyping().then(() => outbox.list()))
  .then((ops) => done(ops.length), (error) => done(String(error)));"""
SYNC = """const done = arguments[0];
import("/static/dist/app.js").then(({engine}) => engine.syncNow())
  .then(() => done(null), (error) => done(String(error)));"""


def test_a_remark_survives_a_cold_start_without_the_server(server: ServerProcess, webkit: webdriver.Remote) -> None:
    client = signed_in_api(server, PRACTITIONER)
    note_id = new_note(client)
    until = WebDriverWait(webkit, PATIENCE).until
    webkit.get(server.url)
    until(ec.presence_of_element_located(READY))
    webkit.execute_async_script(IN_CHARGE)
    sign_in_by_hand(webkit)
    assert webkit.execute_async_script(SYNC) is None

    address = f"{server.url}/#/notes/{note_id}/edit/words"
    webkit.get(address)
    until(ec.element_to_be_clickable(REMARK))
    server.stop()
    try:
        type_in(webkit, REMARK, WORDS)
        until(lambda page: page.execute_async_script(DURABLE) == 1)
        webkit.get("about:blank")
        webkit.get(address)
        until(ec.presence_of_element_located(READY))
        until(ec.visibility_of_element_located((By.ID, "secret")))
        type_in(webkit, (By.ID, "secret"), SECRET)
        webkit.find_element(By.CSS_SELECTOR, "form .button--primary").click()
        until(ec.visibility_of_element_located(REMARK))
        until(lambda page: page.find_element(*REMARK).get_property("value") == WORDS)
        assert webkit.execute_async_script(DURABLE) == 1
    finally:
        server.start()

    until(lambda page: page.execute_async_script(SYNC) is None and page.execute_async_script(DURABLE) == 0)
    with closing(client):
        status, note = client.request("GET", f"/notes/{note_id}")
    assert status == 200, note
    assert note["fields"]["text:remarks"]["text"] == WORDS


def new_note(client: ApiClient) -> str:
    patient = client.new_patient(1)
    note = client.op("create", "note", str(uuid4()), patient_id=patient["id"], fields={})
    status, body = client.push([patient, note])
    assert status == 200, body
    assert [each["status"] for each in body["results"]] == ["applied", "applied"]
    client.close()
    return note["id"]


def type_in(page: webdriver.Remote, field: tuple[str, str], words: str) -> None:
    """Until every key has arrived: on a busy machine the driver answers before."""
    page.find_element(*field).send_keys(words)
    WebDriverWait(page, PATIENCE).until(lambda page: page.find_element(*field).get_property("value") == words)


def sign_in_by_hand(page: webdriver.Remote) -> None:
    type_in(page, (By.ID, "email"), PRACTITIONER.email)
    type_in(page, (By.ID, "password"), PASSWORD)
    page.find_element(By.CSS_SELECTOR, "form .button--primary").click()
    until = WebDriverWait(page, PATIENCE).until
    until(ec.visibility_of_element_located((By.ID, "again")))
    for name in ("secret", "again"):
        type_in(page, (By.ID, name), SECRET)
    page.find_element(By.CSS_SELECTOR, "form .button--primary").click()
    until(ec.presence_of_element_located((By.CSS_SELECTOR, ".person-button")))
