"""Who may do what: the expected answer of every route and of every op, one line for each object it may be about.

A line names an answer for each role, in the order of ``ROLES`` or ``OP_ROLES``. "own" is the practitioner's, so it is
the colleague's colleague's; "elsewhere" belongs to the other clinic and is the outsider's own.
"""

ROLES = ("anon", "practitioner", "colleague", "lead", "supervisor", "admin", "disabled", "revoked", "outsider")

PUBLIC = "200 200 200 200 200 200 200 200 200"
NO_LOGIN = "401 401 401 401 401 401 401 401 401"
MEMBERS = "401 200 200 200 200 200 401 401 200"
MAKERS = "401 201 201 201 201 201 401 401 201"
OURS = "401 200 200 200 200 200 401 401 404"
THEIRS = "401 404 404 404 404 404 401 401 200"
NOBODYS = "401 404 404 404 404 404 401 401 404"
NO_TWIN = "401 404 404 404 404 403 401 401 404"
NO_ROUTE = "404 404 404 404 404 404 404 404 404"
ADMINS = "401 403 403 403 403 200 401 401 403"
ADMINS_404 = "401 403 403 403 403 404 401 401 403"
ADMINS_409 = "401 403 403 403 403 409 401 401 403"
REVIEWERS = "401 403 403 200 200 403 401 401 200"
OVERSEERS = "401 403 403 200 200 200 401 401 200"

CONFIRM = "401 403 403 200 409 409 401 401 404"  # the first of the leads; whoever made it may not, but is late anyway
CONFIRMED = "401 403 403 409 409 409 401 401 404"
CONFIRM_404 = "401 403 403 404 404 404 401 401 404"

NOTE = {
    "own draft": OURS, "colleague's draft": OURS, "returned": OURS, "signed": OURS, "approved": OURS, "void": OURS,
    "elsewhere": THEIRS, "a patient": NOBODYS, "missing": NOBODYS, "malformed": NO_ROUTE,
}  # fmt: skip
PATIENT = {"own": OURS, "elsewhere": THEIRS, "a note": NOBODYS, "missing": NOBODYS, "malformed": NO_ROUTE}
TRAIL = {
    "own": "401 403 403 200 200 200 401 401 404", "elsewhere": "401 403 403 404 404 404 401 401 200",
    "a note": "401 403 403 404 404 404 401 401 404", "missing": "401 403 403 404 404 404 401 401 404",
}  # fmt: skip
VOID_PATIENT = "401 409 409 409 409 409 401 401 404"
USER = {
    "active": ADMINS, "joining": ADMINS, "disabled": ADMINS, "elsewhere": ADMINS_404,
    "missing": ADMINS_404, "malformed": NO_ROUTE,
}  # fmt: skip

ROUTES: dict[str, dict[str, str]] = {
    "GET /": {"": PUBLIC},
    "GET /sw.js": {"": PUBLIC},
    "GET /tablet": {"": PUBLIC},
    "GET /manifest.webmanifest": {"": PUBLIC},
    "GET /static/<path:name>": {"a file": PUBLIC, "missing": NO_ROUTE, "a step up": NO_ROUTE},
    "GET /l/<string:token>": {"missing": NO_ROUTE},
    "POST /l/<string:token>": {"missing": NO_ROUTE},
    "GET /livez": {"": PUBLIC},
    "GET /readyz": {"": PUBLIC},
    "GET /api/v1/openapi.json": {"": PUBLIC},
    "GET /api/v1/setup": {"": PUBLIC},
    "POST /api/v1/setup": {"": "403 403 403 403 403 403 403 403 403"},
    "POST /api/v1/invites": {"": "403 403 403 403 403 403 403 403 403"},
    "POST /api/v1/login": {"": "200 200 200 200 200 200 401 403 200"},
    "POST /api/v1/logout": {"": MEMBERS},
    "GET /api/v1/me": {"": MEMBERS},
    "POST /api/v1/sync/sealed": {"": MEMBERS},
    "POST /api/v1/me/keys": {"": MAKERS},
    "POST /api/v1/me/keys/recover": {"": "401 404 404 404 404 404 401 401 404"},
    "POST /api/v1/me/password": {"": "401 422 422 422 422 422 401 401 422"},
    "POST /api/v1/me/proof": {"": "401 422 422 422 422 422 401 401 422"},
    "POST /api/v1/me/second-factor": {"": MAKERS},
    "POST /api/v1/me/second-factor/confirm": {"": "401 422 422 422 422 422 401 401 422"},
    "POST /api/v1/me/second-factor/codes": {"": "401 409 409 409 409 409 401 401 409"},
    "DELETE /api/v1/me/second-factor": {"": "401 422 422 422 422 422 401 401 422"},
    "GET /api/v1/me/passkeys": {"": MEMBERS},
    "POST /api/v1/me/passkeys/new": {"": "401 409 409 409 409 409 401 401 409"},  # the server has no name
    "POST /api/v1/me/passkeys": {"": "401 422 422 422 422 422 401 401 422"},
    "POST /api/v1/me/passkeys/challenge": {"": "401 409 409 409 409 409 401 401 409"},
    "DELETE /api/v1/me/passkeys/<uuid:passkey_id>": {"another's": NOBODYS, "missing": NOBODYS, "malformed": NO_ROUTE},
    "GET /api/v1/me/sessions": {"": MEMBERS},
    "DELETE /api/v1/me/sessions/<string:session_id>": {
        "own": "401 200 404 404 404 404 401 401 404", "elsewhere": "401 404 404 404 404 404 401 401 200",
        "missing": NOBODYS, "malformed": NOBODYS,
    },
    "DELETE /api/v1/me/sessions": {"": MEMBERS},
    "GET /api/v1/forms": {"": MEMBERS},
    "GET /api/v1/clinic": {"": MEMBERS},
    "PATCH /api/v1/clinic": {"": ADMINS},
    "GET /api/v1/server": {"": ADMINS},
    "GET /api/v1/limits": {"": MEMBERS},
    "POST /api/v1/limits": {"": "401 403 403 403 403 201 401 401 403"},
    "POST /api/v1/limits/approve": {"": "401 403 403 201 409 403 401 401 201"},
    "GET /api/v1/limits/history": {"": MEMBERS},
    "GET /api/v1/patient-page": {"": MEMBERS},
    "PATCH /api/v1/patient-page": {"": ADMINS},
    "POST /api/v1/patient-page/approve": {"": "401 403 403 201 409 403 401 401 201"},
    "GET /api/v1/consent-texts": {"": MEMBERS},
    "POST /api/v1/consent-texts": {"": "401 403 403 403 403 201 401 401 403"},
    "POST /api/v1/consent-texts/approve": {"": "401 403 403 201 409 403 401 401 201"},
    "GET /api/v1/devices": {"": "401 403 403 200 200 200 401 401 200"},
    "PATCH /api/v1/devices/<uuid:device_id>": {
        "ours": ADMINS, "elsewhere": ADMINS_404, "missing": ADMINS_404, "malformed": NO_ROUTE,
    },
    "GET /api/v1/users": {"": MEMBERS},
    "POST /api/v1/users": {"": "401 403 403 403 403 201 401 401 403"},
    "PATCH /api/v1/users/<uuid:user_id>": USER,
    "POST /api/v1/users/<uuid:user_id>/invite": {**USER, "active": ADMINS_409, "disabled": ADMINS_409},
    "POST /api/v1/users/<uuid:user_id>/reset": {**USER, "joining": ADMINS_409, "disabled": ADMINS_409},
    "POST /api/v1/users/<uuid:user_id>/reset/confirm": {
        "active": "401 403 403 200 200 403 401 401 404", "joining": CONFIRMED, "disabled": CONFIRMED,
        "elsewhere": CONFIRM_404[:-3] + "409", "missing": CONFIRM_404, "malformed": NO_ROUTE,
    },
    "POST /api/v1/users/<uuid:user_id>/confirm": {
        "active": CONFIRMED, "joining": CONFIRM, "disabled": CONFIRMED, "elsewhere": CONFIRM_404[:-3] + "409",
        "missing": CONFIRM_404, "malformed": NO_ROUTE,
    },
    "GET /api/v1/notes": {"": MEMBERS, "elsewhere": MEMBERS, "missing": MEMBERS},
    "GET /api/v1/notes/<uuid:note_id>": NOTE,
    "GET /api/v1/notes/<uuid:note_id>/revisions": NOTE,
    "GET /api/v1/notes/<uuid:note_id>/pictures/<string:sha256>": NOTE,
    "PUT /api/v1/notes/<uuid:note_id>/pictures/<string:sha256>": NOTE,
    "GET /api/v1/patients": {"": MEMBERS},
    "GET /api/v1/patients/<uuid:patient_id>": {**PATIENT, "void": OURS},
    "GET /api/v1/patients/<uuid:patient_id>/summary.pdf": {**PATIENT, "void": VOID_PATIENT},
    "GET /api/v1/patients/<uuid:patient_id>/summary.csv": {**PATIENT, "void": VOID_PATIENT},
    "GET /api/v1/patients/<uuid:patient_id>/summary.json": {**PATIENT, "void": VOID_PATIENT},
    "GET /api/v1/patients/<uuid:patient_id>/summary.xlsx": {**PATIENT, "void": VOID_PATIENT},
    "GET /api/v1/patients/<uuid:patient_id>/summary.fhir.json": {**PATIENT, "void": VOID_PATIENT},
    "GET /api/v1/patients/<uuid:patient_id>/links": {**PATIENT, "void": VOID_PATIENT},
    "POST /api/v1/patients/<uuid:patient_id>/links": {
        "own": VOID_PATIENT, "elsewhere": "401 404 404 404 404 404 401 401 409", "a note": NOBODYS, "missing": NOBODYS,
        "malformed": NO_ROUTE, "void": VOID_PATIENT,
    },  # the server has no public name
    "DELETE /api/v1/links/<uuid:link_id>": {
        "own": OURS, "elsewhere": THEIRS, "missing": NOBODYS, "malformed": NO_ROUTE,
    },
    "POST /api/v1/patients/<uuid:patient_id>/twins": {
        **dict.fromkeys(["own", "void", "elsewhere", "a note", "missing"], NO_TWIN), "malformed": NO_ROUTE,
    },
    "GET /api/v1/quarantine": {"": MEMBERS},
    "POST /api/v1/quarantine/<uuid:op_id>": {
        "own": "401 200 404 409 409 404 401 401 404", "elsewhere": "401 404 404 404 404 404 401 401 200",
        "missing": NOBODYS, "malformed": NO_ROUTE,
    },
    "POST /api/v1/quarantine/import": {"": "401 403 403 200 200 403 401 401 422"},
    "GET /api/v1/recall": {"": OVERSEERS},
    "GET /api/v1/recall.csv": {"": OVERSEERS},
    **{
        f"GET /api/v1/reports/{name}{form}": {"": OVERSEERS}
        for name in ("waiting", "rules", "events", "approval")
        for form in ("", ".csv")
    },
    "GET /api/v1/audit": {"": OVERSEERS, **TRAIL, "malformed": "401 403 403 422 422 422 401 401 422"},
    "GET /api/v1/audit.csv": {"": OVERSEERS, **TRAIL},
    "POST /api/v1/audit/seen": {"": MEMBERS},
    "GET /api/v1/imports": {"": OVERSEERS},
    "POST /api/v1/imports/preview": {"": OVERSEERS},
    "POST /api/v1/imports": {"": "401 403 403 409 409 409 401 401 409"},
    "DELETE /api/v1/imports/<uuid:import_id>": {
        "own": "401 403 403 200 409 409 401 401 404", "elsewhere": "401 403 403 404 404 404 401 401 200",
        "missing": CONFIRM_404, "malformed": NO_ROUTE,
    },
    "GET /api/v1/exports": {"": OVERSEERS},
    "POST /api/v1/exports": {"": "401 403 403 201 201 201 401 401 201"},
    "DELETE /api/v1/exports/<uuid:export_id>": {
        "own": "401 403 403 200 409 409 401 401 404", "second": "401 403 403 200 409 409 401 401 404",
        "elsewhere": "401 403 403 404 404 404 401 401 200", "missing": CONFIRM_404, "malformed": NO_ROUTE,
    },
    "POST /api/v1/exports/<uuid:export_id>/file": {
        "own": "401 403 403 403 403 409 401 401 404", "second": "401 403 403 403 403 409 401 401 404",
        "elsewhere": "401 403 403 404 404 404 401 401 409", "missing": CONFIRM_404, "malformed": NO_ROUTE,
    },
    "GET /api/v1/review/queue": {"": REVIEWERS},
    "GET /api/v1/review/coverage": {"": REVIEWERS},
    "GET /api/v1/outcomes": {"": REVIEWERS},
    "POST /api/v1/sync/push": {"": MEMBERS},
    "POST /api/v1/sync/drain": {
        "": NO_LOGIN, "practitioner": NO_LOGIN, "disabled": "401 401 401 401 401 401 200 401 401",
        "revoked": "401 401 401 401 401 401 401 200 401",
    },
    "GET /api/v1/sync/pull": {"": MEMBERS},
    "GET /api/v1/sync/manifest": {"": MEMBERS},
    "GET /api/v1/sync/snapshot": {
        **PATIENT, "void": OURS, "a note": OURS, "malformed": "401 422 422 422 422 422 401 401 422",
    },
    "GET /api/v1/sync/ping": {"": MEMBERS},
}  # fmt: skip

FOR_A_LEAD = (
    "/limits/approve",
    "/patient-page/approve",
    "/consent-texts/approve",
    "/quarantine/import",
    "/twins",
)  # what an admin who is no clinician may not do

# Ops. a: applied, c: conflict, r: retry (the patient may still arrive).
# Refused: x not_allowed, w wrong_state, m not_found (missing), v validation.
# u: unfinished, kept for a supervisor and never entered, whoever sends it about whatever.
CODES = {"x": "not_allowed", "w": "wrong_state", "m": "not_found", "v": "validation", "u": "unfinished"}
OP_ROLES = ("practitioner", "colleague", "lead", "supervisor", "admin", "outsider")

NOWHERE = {"elsewhere": "mmmmma", "a patient": "mmmmmm", "missing": "mmmmmm", "malformed": "vvvvvv"}
KEPT_NOWHERE = {"elsewhere": "mmmmma", "a note": "mmmmmm", "missing": "mmmmmm", "malformed": "vvvvvv"}
EDIT = {"draft": "aaaxxm", "returned": "aaaxxm", "signed": "cccxxm", "approved": "cccxxm", "void": "cccxxm"}

PROPOSING = {"draft": "wwwwxm", "signed": "wwwwxm", "approved": "aaaaxm", "proposed": "aaaaxm", "void": "wwwwxm"}
PROPOSING_CALL = {"signed": "wwwwxm", "acknowledged": "aaaaxm", "proposed": "aaaaxm", "void": "wwwwxm"}

BEGUN = "uuuuuu"
BEGUN_NOTE = {**dict.fromkeys((*EDIT, "elsewhere", "a patient", "missing"), BEGUN), "malformed": "vvvvvv"}
BEGUN_KEPT = {**dict.fromkeys(("active", "void", "elsewhere", "a note", "missing"), BEGUN), "malformed": "vvvvvv"}

OPS: dict[str, dict[str, str]] = {
    "create note": {
        "new": "aaaxxr", **{state: row[:-1] + "r" for state, row in EDIT.items()}, "patient elsewhere": "rrrxxa",
        "patient missing": "rrrxxr", "patient void": "rrrxxr", "taken elsewhere": "aaaxxr",
        "taken by a patient": "vvvxxr", "malformed": "vvvvvv",
    },
    "patch note": {**EDIT, **NOWHERE},
    "override note": {
        "draft": "xxaaxm", "returned": "xxaaxm", "signed": "xxccxm", "approved": "xxccxm", "void": "xxccxm",
        "lead's draft": "xxxaxm", **NOWHERE, "elsewhere": "mmmmmx",
    },
    "sign note": {
        "draft": "axxxxm", "returned": "axxxxm", "signed": "wxxxxm", "approved": "wxxxxm", "void": "wxxxxm",
        "lead's draft": "xxaxxm", **NOWHERE,
    },
    "approve note": {
        "draft": "xxwwxm", "returned": "xxwwxm", "signed": "xxaaxm", "approved": "xxwwxm", "void": "xxwwxm",
        "lead's signed": "xxxaxm", **NOWHERE, "elsewhere": "mmmmmx",
    },
    "return note": {
        "draft": "xxwwxm", "returned": "xxwwxm", "signed": "xxaaxm", "approved": "xxwwxm", "void": "xxwwxm",
        "lead's signed": "xxxaxm", **NOWHERE, "elsewhere": "mmmmmx",
    },
    "amend note": {
        "draft": "wxxxxm", "returned": "wxxxxm", "signed": "axxxxm", "approved": "axxxxm", "void": "wxxxxm",
        "lead's signed": "xxaxxm", **NOWHERE, "elsewhere": "mmmmmw",
    },
    "void note": {
        "draft": "axaaxm", "returned": "axaaxm", "signed": "axaaxm", "approved": "xxxxxm", "proposed": "xxaaxm",
        "void": "axaaxm", **NOWHERE,
    },
    "propose_void note": PROPOSING | NOWHERE | {"elsewhere": "mmmmmw"},
    "keep note": PROPOSING | NOWHERE | {"elsewhere": "mmmmmw"},
    "take_over note": {
        "draft": "xxwwxm", "signed": "xxwwxm", "void": "xxwwxm", **NOWHERE, "elsewhere": "mmmmmw",
    },
    "move note": {
        "draft": "axaaxm", "signed": "axaaxm", "approved": "xxaaxm", "void": "wxwwxm", **NOWHERE, "elsewhere": "mmmmmm",
    },
    "unvoid note": {
        "draft": "xxwwxm", "signed": "xxwwxm", "approved": "xxwwxm", "void": "xxaaxm", **NOWHERE, "elsewhere": "mmmmmw",
    },
    "create follow_up": {"new": "aaaaxr", "patient missing": "rrrrxr", "patient void": "rrrrxr", "malformed": "vvvvvv"},
    "patch follow_up": {
        "draft": "axxxxm", "signed": "cxxxxm", "acknowledged": "cxxxxm", "void": "cxxxxm", "lead's draft": "xxaxxm",
        **KEPT_NOWHERE,
    },
    "sign follow_up": {
        "draft": "axxxxm", "signed": "wxxxxm", "acknowledged": "wxxxxm", "void": "wxxxxm", "lead's draft": "xxaxxm",
        **KEPT_NOWHERE,
    },
    "amend follow_up": {
        "draft": "wxxxxm", "signed": "axxxxm", "acknowledged": "axxxxm", "void": "wxxxxm",
        "lead's acknowledged": "xxaxxm",
        **KEPT_NOWHERE, "elsewhere": "mmmmmw",
    },
    "acknowledge follow_up": {
        "draft": "xxwwxm", "signed": "xxaaxm", "acknowledged": "xxwwxm", "void": "xxwwxm",
        "lead's acknowledged": "xxxwxm",
        **KEPT_NOWHERE, "elsewhere": "mmmmmx",
    },
    "void follow_up": {
        "draft": "axaaxm", "signed": "axaaxm", "acknowledged": "xxxxxm", "proposed": "xxaaxm", "void": "axaaxm",
        **KEPT_NOWHERE,
    },
    "propose_void follow_up": PROPOSING_CALL | KEPT_NOWHERE | {"elsewhere": "mmmmmw"},
    "keep follow_up": PROPOSING_CALL | KEPT_NOWHERE | {"elsewhere": "mmmmmw"},
    "unvoid follow_up": {"signed": "xxwwxm", "void": "xxaaxm", **KEPT_NOWHERE, "elsewhere": "mmmmmw"},
    "create patient": {"new": "aaaaxa", "active": "aaaaxa", "void": "ccccxa", "malformed": "vvvvvv"},
    "patch patient": {
        "active": "aaaaxm", "void": "ccccxm", **KEPT_NOWHERE,
    },
    "void patient": {
        "active": "xxaaam", "void": "xxaaam", **KEPT_NOWHERE,
    },
    "archive patient": {"active": "xxaaxm", "void": "xxwwxm", **KEPT_NOWHERE},
    "unarchive patient": {"active": "wwwwxm", "void": "wwwwxm", **KEPT_NOWHERE, "elsewhere": "mmmmmw"},
    "confirm_identity patient": {"active": "aaaaxm", "void": "wwwwxm", **KEPT_NOWHERE, "elsewhere": "mmmmma"},
    "merge patient": {"active": "xxaaxm", "void": "xxwwxm", **KEPT_NOWHERE, "elsewhere": "mmmmmm"},
    "unvoid patient": {"active": "xxwwxm", "void": "xxaaxm", **KEPT_NOWHERE, "elsewhere": "mmmmmw"},
    "create lot": {"new": "aaaaaa", "active": "ccccca", "void": "ccccca", "malformed": "vvvvvv"},
    "patch lot": {"active": "aaaaam", "void": "cccccm", **KEPT_NOWHERE},
    "void lot": {"active": "aaaaam", "void": "aaaaam", **KEPT_NOWHERE},
    "create protocol": {"new": "aaaaxa", "active": "ccccxa", "void": "ccccxa", "malformed": "vvvvvv"},
    "patch protocol": {"active": "aaaaxm", "void": "ccccxm", **KEPT_NOWHERE},
    "void protocol": {"active": "aaaaxm", "void": "aaaaxm", **KEPT_NOWHERE},
    "unfinished note": BEGUN_NOTE,
    "unfinished follow_up": {
        **dict.fromkeys(("draft", "signed", "acknowledged", "void", "elsewhere", "a note", "missing"), BEGUN),
        "malformed": "vvvvvv",
    },
    "unfinished patient": BEGUN_KEPT,
    "unfinished lot": BEGUN_KEPT,
    "unfinished protocol": BEGUN_KEPT,
    "unfinished conflict": {"open": BEGUN, "resolved": BEGUN, "missing": BEGUN, "malformed": "vvvvvv"},
    "resolve conflict": {
        "open": "aaaaxm", "resolved": "aaaaxm", "elsewhere": "mmmmma", "a note": "mmmmmm", "missing": "mmmmmm",
        "malformed": "vvvvvv",
    },
}  # fmt: skip
