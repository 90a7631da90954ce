"""A tablet as the server sees it: one keep-alive connection, a cookie, and the sync protocol in plain HTTP."""

import http.client
import json
import uuid
from typing import Any

from tests.ops import make_op, now, push_body

HEADERS = {"X-Requested-With": "needlepoint", "Content-Type": "application/json", "Accept": "application/json"}


class ApiClient:
    def __init__(self, port: int, device_id: str | None = None) -> None:
        self.port = port
        self.device_id = device_id or str(uuid.uuid4())
        self.cookie = ""
        self.user_id = ""
        self.connection: http.client.HTTPConnection | None = None

    def request(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Send one request; return the status and the parsed JSON. Connection errors are the caller's to see."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=180)
        try:
            sent = None if body is None else json.dumps(body).encode()
            self.connection.request(
                method, f"/api/v1{path}", sent, HEADERS | ({"Cookie": self.cookie} if self.cookie else {})
            )
            answer = self.connection.getresponse()
            raw = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        if cookies:
            kept = dict(part.split("=", 1) for part in self.cookie.split("; ") if part)
            kept |= dict(part.split("=", 1) for part in cookies)
            self.cookie = "; ".join(f"{name}={value}" for name, value in kept.items())
        return answer.status, json.loads(raw) if raw else None

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def login(self, email: str, password: str) -> None:
        device = {"id": self.device_id, "name": "Test tablet"}
        status, body = self.request("POST", "/login", {"email": email, "password": password, "device": device})
        assert status == 200, body
        self.user_id = body["user"]["id"]

    def set_up(self, token: str, email: str, password: str) -> None:
        """Open a new clinic whose first person administers it and treats."""
        user = {"name": "First Person", "email": email, "password": password, "treats": True}
        device = {"id": self.device_id, "name": "Test tablet"}
        body = {"token": token, "clinic": {"name": "Test clinic"}, "user": user, "device": device}
        status, answer = self.request("POST", "/setup", body)
        assert status in (200, 201), answer
        self.user_id = answer["user"]["id"]

    def op(self, kind: str, type_: str, record_id: str, **rest: Any) -> dict[str, Any]:
        return make_op(self.user_id, kind, type_, record_id, **{"client_time": now()} | rest)

    def new_patient(self, number: int) -> dict[str, Any]:
        identity = {
            "mrn": f"M-{uuid.uuid4().hex[:10]}",
            "given": "Ana",
            "family": f"Ruiz {number}",
            "birth_date": "1997-03-14",
        }
        return self.op("create", "patient", str(uuid.uuid4()), fields={"identity": identity})

    def new_note(self, patient_id: str, session_no: int = 1) -> dict[str, Any]:
        visit = {
            "performed": "treated",
            "session_date": "2026-09-08",
            "session_no": session_no,
            "operator": self.user_id,
        }
        zone = {"depth_mm": [1.5], "passes": 5, "endpoint": "pinpoint_bleeding"}
        fields = {"visit": visit, "zone:cheek_left": zone, "text:remarks": {"text": "Calm skin."}}
        return self.op("create", "note", str(uuid.uuid4()), patient_id=patient_id, fields=fields)

    def push(self, ops: list[dict[str, Any]], epoch: str | None = None) -> tuple[int, Any]:
        return self.request("POST", "/sync/push", push_body(self.device_id, ops, epoch=epoch))
