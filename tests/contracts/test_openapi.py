"""The API's description is enough to be let in: address, cookie, header, and a name for each operation."""

from flask import Flask

from server.auth.guards import PUBLIC, declared_access
from server.domain.permissions import SCOPES
from tests.cast import PEOPLE
from tests.conftest import API, PASSWORD
from tests.databases import make_app

METHODS = {"get", "post", "put", "patch", "delete"}


def operations(document: dict) -> dict[tuple[str, str], dict]:
    return {
        (path, method): operation
        for path, found in document["paths"].items()
        for method, operation in found.items()
        if method in METHODS
    }


def test_each_operation_has_a_name_of_its_own_and_says_who_gets_in(app: Flask, client) -> None:
    document = client.get(f"{API}/openapi.json").json
    assert document["servers"] == [{"url": app.config["NEEDLEPOINT"].public_url}]
    found = operations(document)
    names = [operation["operationId"] for operation in found.values()]
    assert len(names) == len(set(names)) > 40
    endpoints = {endpoint.replace(".", "_"): endpoint for endpoint in app.view_functions}
    with app.app_context():
        for operation in found.values():
            endpoint = endpoints[operation["operationId"]]
            access = declared_access(endpoint)
            programs = [{"token": [scope]} for scope, actions in SCOPES.items() if access in actions]
            assert operation["security"] == ([] if access == PUBLIC else [{"session": []}, *programs]), endpoint


def test_the_cookie_is_the_one_that_is_set(tmp_path) -> None:
    secure = make_app(tmp_path, f"sqlite:///{tmp_path}/a.db", public_url="https://notes.example.org")
    document = secure.test_client().get(f"{API}/openapi.json", headers={"Host": "notes.example.org"}).json
    assert document["components"]["securitySchemes"]["session"]["name"] == "__Host-needlepoint"
    assert document["servers"] == [{"url": "https://notes.example.org"}]


def test_a_first_call_made_from_the_document_alone_works(app: Flask) -> None:
    """Sign in and change something with nothing but what the document says."""
    client = app.test_client()
    client.environ_base.pop("HTTP_X_REQUESTED_WITH", None)
    document = client.get(f"{API}/openapi.json").json
    found = operations(document)

    def call(name: str, **body: object):
        (path, method), operation = next(item for item in found.items() if item[1]["operationId"] == name)
        headers = {
            each["name"]: each["schema"]["enum"][0]
            for each in operation.get("parameters", [])
            if each["in"] == "header" and each["required"]
        }
        headers = {"X-Requested-With": None, **headers}
        return client.open(path, method=method.upper(), headers=headers, json=body or None)

    person = PEOPLE["admin"]
    assert call("accounts_login", email=person.email, password=PASSWORD, device=person.device).status_code == 200
    assert client.get_cookie(document["components"]["securitySchemes"]["session"]["name"]) is not None
    assert call("clinic_read_clinic").json["name"]
    assert call("clinic_change_clinic", scope_months=36).status_code == 200
