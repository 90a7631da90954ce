"""The audit trail in sentences: the text of a row, by its action.

``{who}`` is the person, ``{name}`` the account or tablet it is about, ``{n}`` a count, ``{form}`` a file format.
Tablets fill in the same sentences in their own language.
"""

from typing import Any

from server.domain.translation import N_, _

SENTENCES: dict[str, str] = {
    "patient.list": N_("{who} viewed the list of patients ({n})"),
    "patient.read": N_("{who} loaded the patient's record from the server"),
    "patient.seen": N_("{who} opened the patient on the tablet"),
    "patient.print": N_("{who} printed the patient's page on the tablet"),
    "patient.create": N_("{who} entered the patient"),
    "patient.patch": N_("{who} changed the patient's record"),
    "patient.void": N_("{who} declared the patient's record void"),
    "patient.unvoid": N_("{who} took the patient's record back into use"),
    "patient.archive": N_("{who} archived the patient's record"),
    "patient.unarchive": N_("{who} took the patient's record out of the archive"),
    "patient.merge": N_("{who} merged the patient's record with another one"),
    "patient.identity": N_("{who} changed the patient's name, birth date or record number after a signature"),
    "patient.confirm_identity": N_("{who} confirmed the changed identity of the patient"),
    "patient.settle_twins": N_("{who} decided that two similar patients are different people"),
    "note.list": N_("{who} viewed the list of notes ({n})"),
    "note.read": N_("{who} loaded the note from the server"),
    "picture.send": N_("{who} sent a photo of the note"),
    "picture.read": N_("{who} loaded a photo of the note from the server"),
    "note.print": N_("{who} printed the note on the tablet"),
    "follow_up.print": N_("{who} printed the follow-up on the tablet"),
    "note.seen": N_("{who} opened the note on the tablet"),
    "note.create": N_("{who} began the note"),
    "note.patch": N_("{who} edited the note"),
    "note.sign": N_("{who} signed the note"),
    "note.take_over": N_("{who} took over the note of an author who left"),
    "note.move": N_("{who} moved the note to another patient"),
    "note.approve": N_("{who} approved the note"),
    "note.return": N_("{who} returned the note"),
    "note.amend": N_("{who} amended the note"),
    "note.propose_void": N_("{who} proposed declaring the approved note void"),
    "note.keep": N_("{who} declined or withdrew the proposal to declare the note void"),
    "note.unvoid": N_("{who} took the void note back into use"),
    "note.void": N_("{who} declared the note void"),
    "follow_up.seen": N_("{who} opened the follow-up on the tablet"),
    "follow_up.create": N_("{who} began a follow-up"),
    "follow_up.patch": N_("{who} edited the follow-up"),
    "follow_up.sign": N_("{who} signed the follow-up"),
    "follow_up.amend": N_("{who} amended the follow-up"),
    "follow_up.acknowledge": N_("{who} marked the follow-up as noted"),
    "follow_up.propose_void": N_("{who} proposed declaring the follow-up void"),
    "follow_up.keep": N_("{who} declined or withdrew the proposal to declare the follow-up void"),
    "follow_up.unvoid": N_("{who} took the void follow-up back into use"),
    "follow_up.void": N_("{who} declared the follow-up void"),
    "conflict.create": N_("An edit by {who} conflicted with another one; both were kept"),
    "conflict.patch": N_("Another edit by {who} was added to a conflict"),
    "conflict.resolve": N_("{who} resolved a conflict between two edits"),
    "lot.create": N_("{who} put a box on the shelf"),
    "lot.patch": N_("{who} changed a box on the shelf"),
    "lot.approve_use": N_("{who} approved a box on the shelf for freshly needled skin"),
    "lot.withdraw_use": N_("{who} withdrew the approval of a box on the shelf for freshly needled skin"),
    "lot.void": N_("{who} took a box off the shelf"),
    "protocol.create": N_("{who} created a protocol"),
    "protocol.patch": N_("{who} changed a protocol"),
    "protocol.void": N_("{who} withdrew a protocol"),
    "summary.export": N_("{who} exported the summary ({form})"),
    "patient_link.list": N_("{who} viewed the links for the patient"),
    "patient_link.create": N_("{who} made a link for the patient, who had agreed to it"),
    "patient_link.end": N_("{who} ended a link for the patient"),
    "patient_link.open": N_("{who} opened the patient's page"),
    "patient_link.fail": N_("{who} gave a wrong birth date"),
    "patient_link.lock": N_("{who} gave too many wrong birth dates, and the link was locked"),
    "import.preview": N_("{who} looked at what a table would import (rows: {n})"),
    "import.write": N_("{who} imported patients and visits from a table"),
    "import.undo": N_("{who} undid an import of patients and visits"),
    "export.begin": N_("{who} asked for an export of many records"),
    "export.cancel": N_("{who} cancelled an export of many records"),
    "export.take": N_("{who} downloaded the file of an export of many records"),
    "recall.read": N_("{who} looked up a lot (patients: {n})"),
    "review.list": N_("{who} viewed the notes waiting for review ({n})"),
    "outcomes.read": N_("{who} viewed what the treatments came to (visits: {n})"),
    "report.read": N_("{who} viewed a report of the clinic (rows: {n})"),
    "report.export": N_("{who} exported a report of the clinic (rows: {n})"),
    "quarantine.read": N_("{who} viewed the refused and imported entries ({n})"),
    "quarantine.apply": N_("{who} applied a refused or imported entry"),
    "quarantine.attach": N_("{who} attached a refused or imported entry to its record"),
    "quarantine.discard": N_("{who} set a refused or imported entry aside"),
    "quarantine.import": N_("{who} imported a file of unsent entries"),
    "op.reject": N_("An entry by {who} was refused and kept for a supervisor"),
    "op.drain": N_("An entry by {who} was kept for a supervisor: the person or the tablet is blocked"),
    "op.wait": N_("An entry by {who} waits for the patient it is about"),
    "sync.pull": N_("The tablet of {who} received changed records ({n})"),
    "sync.manifest": N_("The tablet of {who} was compared with the server"),
    "limits.read": N_("{who} viewed the limits"),
    "limits.change": N_("{who} changed the limits"),
    "limits.approve": N_("{who} approved the limits"),
    "patient_page.approve": N_("{who} approved the text of the patient's page"),
    "consent_text.change": N_("{who} changed the consent text {version}"),
    "consent_text.approve": N_("{who} approved the consent text {version}"),
    "user.confirm": N_("{who} confirmed the role of {name}"),
    "password.change": N_("{who} changed their own password"),
    "session.end": N_("{who} ended their own login elsewhere"),
    "user.list": N_("{who} viewed the list of people"),
    "user.create": N_("{who} added {name}"),
    "user.change": N_("{who} changed the account of {name}"),
    "user.invite": N_("{who} invited {name}"),
    "user.join": N_("{name} joined and chose a password"),
    "user.password": N_("{name} chose a new password"),
    "user.reset": N_("{who} started a password reset for {name}"),
    "user.reset_confirm": N_("{who} confirmed the password reset for {name}"),
    "mail.send": N_("{who} sent an email to {name}"),
    "mail.fail": N_("{who} could not deliver an email to {name}"),
    "webhook.send": N_("{who} notified another program of a change"),
    "webhook.fail": N_("{who} could not notify another program of a change"),
    "webhook.create": N_("{who} set an address of another program that is told of changes"),
    "webhook.end": N_("{who} removed the address of another program"),
    "token.create": N_("{who} gave another program access ({name})"),
    "token.end": N_("{who} withdrew the access of another program ({name})"),
    "second_factor.begin": N_("{who} began to set up one-time codes"),
    "second_factor.on": N_("{who} turned on one-time codes"),
    "second_factor.codes": N_("{who} created new recovery codes"),
    "second_factor.off": N_("{who} turned off one-time codes for {name}"),
    "second_factor.recovery": N_("{who} used a recovery code"),
    "passkey.begin": N_("{who} began to add a passkey"),
    "passkey.add": N_("{who} added a passkey"),
    "passkey.ask": N_("{who} was asked for a passkey"),
    "passkey.remove": N_("{who} removed a passkey of {name}"),
    "passkey.copied": N_("{who} was refused with a passkey that seems to be a copy"),
    "session.prove": N_("{who} proved again who they are"),
    "session.open": N_("{who} signed in"),
    "session.close": N_("{who} signed out"),
    "key.register": N_("{who} registered a key on the tablet"),
    "key.recover": N_("{who} recovered their data key"),
    "device.list": N_("{who} viewed the list of tablets"),
    "device.revoked": N_("{who} blocked the tablet {name}"),
    "device.active": N_("{who} readmitted the tablet {name}"),
    "clinic.create": N_("{who} set up the clinic"),
    "clinic.change": N_("{who} changed the settings of the clinic"),
    "clinic.import": N_("The clinic was taken in from the export of another installation by {who}"),
    "clinic.key": N_("{who} created a key for the clinic"),
    "audit.read": N_("{who} read the audit trail ({n})"),
    "audit.export": N_("{who} exported the audit trail ({n})"),
    "audit.checkpoint": N_("A checkpoint of the audit trail was set by {who}"),
    "server.restore": N_("A backup was restored by {who}"),
    "server.new_epoch": N_("All tablets were made to synchronise from the start by {who}"),
    "server.history_lost": N_("A tablet showed that the database had lost changes; recorded by {who}"),
    "access.deny": N_("{who} tried something without permission (times: {n})"),
    "access.not_found": N_("{who} asked for something that does not exist in this clinic (times: {n})"),
    "access.cross_site": N_("Another website tried to act with the login of {who} (times: {n})"),
    "session.fail": N_("Somebody entered a wrong password for {name} (times: {n})"),
    "session.unknown": N_("Somebody tried to sign in with an email address that has no account (times: {n})"),
    "rows.written": N_("{who} recorded changes to the database that no logged action had made"),
}
REFUSED: dict[str, dict[str, str]] = {
    "access.deny": {
        "users": N_("{who} tried to manage people without permission (times: {n})"),
        "devices": N_("{who} tried to see or block tablets without permission (times: {n})"),
        "limits": N_("{who} tried to change or approve limits without permission (times: {n})"),
        "audit": N_("{who} tried to read the audit trail without permission (times: {n})"),
        "recall": N_("{who} tried to look up a lot without permission (times: {n})"),
        "review": N_("{who} tried to open the review without permission (times: {n})"),
        "quarantine": N_("{who} tried to see or settle refused entries without permission (times: {n})"),
        "clinic": N_("{who} tried to change the settings of the clinic without permission (times: {n})"),
    },
    "access.not_found": {
        "notes": N_("{who} asked for a note that does not exist in this clinic (times: {n})"),
        "patients": N_("{who} asked for a patient who does not exist in this clinic (times: {n})"),
        "summaries": N_("{who} asked for the summary of a patient who does not exist in this clinic (times: {n})"),
    },
}
# Actions that have no sentence here, such as those of later versions, by the kind of their object.
ABOUT: dict[str, str] = {
    "patient": N_("{who} did something to the patient's record ({action})"),
    "note": N_("{who} did something to the note ({action})"),
    "follow_up": N_("{who} did something to the follow-up ({action})"),
    "conflict": N_("{who} did something to a conflict ({action})"),
    "lot": N_("{who} did something to a box on the shelf ({action})"),
    "protocol": N_("{who} did something to a protocol ({action})"),
    "user": N_("{who} did something to the account of {name} ({action})"),
    "device": N_("{who} did something to the tablet {name} ({action})"),
    "clinic": N_("{who} did something to the settings of the clinic ({action})"),
}
UNKNOWN = N_("{who} did something that this version cannot describe ({action})")
LINK = "link"
ACTORS = {
    "console": N_("the server's console"),
    "server": N_("the server"),
    LINK: N_("Whoever had the patient's link"),
}
FORMS = {"pdf": "PDF", "csv": "CSV", "json": "JSON", "xlsx": "XLSX", "fhir": "FHIR"}


def sentence_of(action: str, subject: str = "") -> str:
    """The sentence with its placeholders, untranslated. ``subject``: the kind of thing a refused request was about."""
    about = ABOUT.get(action.partition(".")[0], UNKNOWN)
    return REFUSED.get(action, {}).get(subject) or SENTENCES.get(action, about)


def params_of(action: str, detail: dict[str, Any], who: str, name: str) -> dict[str, str]:
    """The values of its placeholders. ``name`` is of the account or tablet it is about, empty where there is none."""
    count = detail.get("patients", detail.get("count"))
    form = str(detail.get("form", ""))
    found = {"who": who, "name": name or "?", "action": action, "form": FORMS.get(form, form or "?")}
    version = str(detail.get("version") or "?")
    return found | {"n": str(count) if isinstance(count, int) else "?", "version": version}


def fill(sentence: str, params: dict[str, str]) -> str:
    """The sentence in the language of the request, with its placeholders filled in."""
    return _(sentence, **params)
