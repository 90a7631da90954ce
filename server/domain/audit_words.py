"""The audit trail in sentences: what a row says to a person who reads it, by the action it names.

``{who}`` is the person, ``{name}`` the account or tablet it is about, ``{n}`` how many. The tablet fills the same
sentences in its own language.
"""

from typing import Any

from server.domain.translation import N_, _

SENTENCES: dict[str, str] = {
    "patient.list": N_("{who} looked at the list of patients ({n})"),
    "patient.read": N_("{who} fetched the patient's record from the server"),
    "patient.seen": N_("{who} opened the patient on the tablet"),
    "patient.print": N_("{who} printed the patient's page on the tablet"),
    "patient.create": N_("{who} entered the patient"),
    "patient.patch": N_("{who} changed the patient's record"),
    "patient.void": N_("{who} declared the patient's record void"),
    "patient.unvoid": N_("{who} took the patient's record back into use"),
    "patient.archive": N_("{who} put the patient's record in the archive"),
    "patient.unarchive": N_("{who} took the patient's record out of the archive"),
    "patient.merge": N_("{who} merged the patient's record with another one"),
    "patient.settle_twins": N_("{who} said that two alike patients are two people"),
    "note.list": N_("{who} looked at the list of notes ({n})"),
    "note.read": N_("{who} fetched the note from the server"),
    "note.print": N_("{who} printed the note on the tablet"),
    "follow_up.print": N_("{who} printed the follow-up on the tablet"),
    "note.seen": N_("{who} opened the note on the tablet"),
    "note.create": N_("{who} began the note"),
    "note.patch": N_("{who} wrote in the note"),
    "note.sign": N_("{who} signed the note"),
    "note.take_over": N_("{who} took over the note of an author who left"),
    "note.move": N_("{who} moved the note to another patient"),
    "note.approve": N_("{who} approved the note"),
    "note.return": N_("{who} returned the note"),
    "note.amend": N_("{who} amended the note"),
    "note.propose_void": N_("{who} proposed that the approved note be declared void"),
    "note.keep": N_("{who} kept the note that was proposed to be void"),
    "note.unvoid": N_("{who} took the void note back into use"),
    "note.void": N_("{who} declared the note void"),
    "follow_up.seen": N_("{who} opened the follow-up on the tablet"),
    "follow_up.create": N_("{who} began a follow-up"),
    "follow_up.patch": N_("{who} wrote in the follow-up"),
    "follow_up.sign": N_("{who} signed the follow-up"),
    "follow_up.amend": N_("{who} amended the follow-up"),
    "follow_up.acknowledge": N_("{who} noted the follow-up"),
    "follow_up.propose_void": N_("{who} proposed that the follow-up be declared void"),
    "follow_up.keep": N_("{who} kept the follow-up that was proposed to be void"),
    "follow_up.unvoid": N_("{who} took the void follow-up back into use"),
    "follow_up.void": N_("{who} declared the follow-up void"),
    "conflict.create": N_("Two texts for one entry were kept, one of them by {who}"),
    "conflict.patch": N_("A text was added to an entry written twice, by {who}"),
    "conflict.resolve": N_("{who} decided between two texts"),
    "lot.create": N_("{who} put a box on the shelf"),
    "lot.patch": N_("{who} changed a box of the shelf"),
    "lot.void": N_("{who} took a box off the shelf"),
    "protocol.create": N_("{who} made a protocol"),
    "protocol.patch": N_("{who} changed a protocol"),
    "protocol.void": N_("{who} withdrew a protocol"),
    "summary.export": N_("{who} took the summary out as a file ({form})"),
    "recall.read": N_("{who} looked up a lot (patients: {n})"),
    "review.list": N_("{who} looked at the notes waiting for review ({n})"),
    "quarantine.read": N_("{who} looked at the entries kept aside ({n})"),
    "quarantine.apply": N_("{who} entered what had been kept aside"),
    "quarantine.attach": N_("{who} kept an entry with the record it is about"),
    "quarantine.discard": N_("{who} set an entry aside for good"),
    "quarantine.import": N_("{who} imported a file of unsent entries"),
    "op.reject": N_("An entry of {who} was refused and kept aside"),
    "op.drain": N_("An entry was kept aside: {who} or the tablet is blocked"),
    "op.wait": N_("An entry of {who} waits for the patient it is about"),
    "sync.pull": N_("The tablet of {who} received changed records ({n})"),
    "sync.manifest": N_("The tablet of {who} was compared with the server"),
    "limits.read": N_("{who} looked at the limits"),
    "limits.change": N_("{who} changed the limits"),
    "limits.approve": N_("{who} approved the limits"),
    "patient_page.approve": N_("{who} approved the text of the patient's page"),
    "user.confirm": N_("{who} confirmed the rights of {name}"),
    "password.change": N_("{who} changed their own password"),
    "session.end": N_("{who} ended their own login on another tablet"),
    "user.list": N_("{who} looked at the list of people"),
    "user.create": N_("{who} added {name}"),
    "user.change": N_("{who} changed the account of {name}"),
    "user.invite": N_("{who} made an invitation for {name}"),
    "user.join": N_("{name} joined and chose a password"),
    "user.password": N_("{name} chose a new password"),
    "user.reset": N_("{who} made a link with which {name} chooses a new password"),
    "user.reset_confirm": N_("{who} confirmed the link with which {name} chooses a new password"),
    "second_factor.begin": N_("{who} asked for a new secret for one-time codes"),
    "second_factor.on": N_("{who} began to sign in with one-time codes"),
    "second_factor.codes": N_("{who} made new recovery codes"),
    "second_factor.off": N_("{who} ended the one-time codes of {name}"),
    "second_factor.recovery": N_("{who} used a recovery code"),
    "session.prove": N_("{who} proved once more who they are"),
    "session.open": N_("{who} signed in"),
    "session.close": N_("{who} signed out"),
    "key.register": N_("{who} registered a key on this tablet"),
    "key.recover": N_("{who} had the key of their data given back"),
    "device.list": N_("{who} looked at the list of tablets"),
    "device.revoked": N_("{who} blocked the tablet {name}"),
    "device.active": N_("{who} readmitted the tablet {name}"),
    "clinic.create": N_("{who} set up the clinic"),
    "clinic.change": N_("{who} changed the settings of the clinic"),
    "clinic.key": N_("{who} made a key for the clinic"),
    "audit.read": N_("{who} read the audit trail ({n})"),
    "audit.export": N_("{who} took the audit trail out as a file ({n})"),
    "audit.checkpoint": N_("The audit trail was held as it is, from {who}"),
    "server.restore": N_("A backup was restored, from {who}"),
    "server.new_epoch": N_("All tablets were made to start anew, from {who}"),
    "server.history_lost": N_("A tablet showed that the database had been set back; noted by {who}"),
    "access.deny": N_("{who} asked for something that is not open to them (times: {n})"),
    "access.not_found": N_("{who} asked for something that is not of this clinic, or not there (times: {n})"),
    "access.cross_site": N_("A page of somewhere else tried to act with the login of {who} (times: {n})"),
    "session.fail": N_("Somebody gave a wrong password for {name} (times: {n})"),
    "session.unknown": N_("Somebody tried to sign in with an address that nobody here has (times: {n})"),
    "rows.written": N_("{who} noted what was written without an act"),
}
REFUSED: dict[str, dict[str, str]] = {
    "access.deny": {
        "users": N_("{who} tried to manage people, which is not open to them (times: {n})"),
        "devices": N_("{who} tried to see or block tablets, which is not open to them (times: {n})"),
        "limits": N_("{who} tried to change or approve limits, which is not open to them (times: {n})"),
        "audit": N_("{who} tried to read the audit trail, which is not open to them (times: {n})"),
        "recall": N_("{who} tried to look up a lot, which is not open to them (times: {n})"),
        "review": N_("{who} tried to open the review, which is not open to them (times: {n})"),
        "quarantine": N_("{who} tried to see or settle entries kept aside, which is not open to them (times: {n})"),
        "clinic": N_("{who} tried to change the settings of the clinic, which is not open to them (times: {n})"),
    },
    "access.not_found": {
        "notes": N_("{who} asked for a note that is not of this clinic, or not there (times: {n})"),
        "patients": N_("{who} asked for a patient who is not of this clinic, or not there (times: {n})"),
        "summaries": N_(
            "{who} asked for the summary of a patient who is not of this clinic, or not there (times: {n})"
        ),
    },
}
# Of what later versions do, what it was done to.
ABOUT: dict[str, str] = {
    "patient": N_("{who} did something to the patient's record ({action})"),
    "note": N_("{who} did something to the note ({action})"),
    "follow_up": N_("{who} did something to the follow-up ({action})"),
    "conflict": N_("{who} did something about an entry written twice ({action})"),
    "lot": N_("{who} did something to a box of the shelf ({action})"),
    "protocol": N_("{who} did something to a protocol ({action})"),
    "user": N_("{who} did something to the account of {name} ({action})"),
    "device": N_("{who} did something to the tablet {name} ({action})"),
    "clinic": N_("{who} did something to the settings of the clinic ({action})"),
}
UNKNOWN = N_("{who} did something that has no words here ({action})")
ACTORS = {"console": N_("the server's console"), "server": N_("the server")}
FORMS = {"pdf": "PDF", "csv": "CSV", "json": "JSON", "xlsx": "XLSX", "fhir": "FHIR"}


def sentence_of(action: str, subject: str = "") -> str:
    """The sentence with its placeholders, in the language of the source. ``subject``: what was refused is about."""
    about = ABOUT.get(action.partition(".")[0], UNKNOWN)
    return REFUSED.get(action, {}).get(subject) or SENTENCES.get(action, about)


def params_of(action: str, detail: dict[str, Any], who: str, name: str) -> dict[str, str]:
    """What its placeholders stand for. ``name`` is of the account or tablet it is about, empty where there is none."""
    count = detail.get("patients", detail.get("count"))
    form = str(detail.get("form", ""))
    found = {"who": who, "name": name or "?", "action": action, "form": FORMS.get(form, form or "?")}
    return found | {"n": str(count) if isinstance(count, int) else "?"}


def fill(sentence: str, params: dict[str, str]) -> str:
    """The sentence in the language of the request, with its placeholders filled in."""
    return _(sentence, **params)
