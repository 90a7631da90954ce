// Names unfinished work by the key of its draft, and gives the address at which it can be continued.
import { t } from "../../lib/i18n.js";

/** `id` and `more` are the later segments of the key. */
interface Kind {
  words: (id: string) => string;
  href: (id: string, more: string) => string;
}

export interface DraftLabel {
  words: string;
  href: string;
  /** What it belongs to, if that is a note or a follow-up. */
  record: { type: "note" | "follow_up"; id: string } | null;
}

const PLACES: Record<string, string | undefined> = { patient: "patients", follow_up: "calls" };
/** `type`: of the record; without one it is a note. */
const recordHref = (id: string, type?: string) => `#/${(type && PLACES[type]) ?? "notes"}/${id}`;

const KINDS: Record<string, Kind | undefined> = {
  amend: { words: () => t("An amendment, not signed"), href: (id, type) => `${recordHref(id, type)}/amend` },
  omitted: {
    words: () => t("A reason for what was known but not written, not kept"),
    href: (id) => `#/notes/${id}/amend`,
  },
  follow: { words: () => t("A follow-up, not signed"), href: (id, key) => `#/follow-up/${id}/${key}` },
  approve: { words: () => t("An assessment of what was done, not sent"), href: (id) => `#/review/${id}` },
  return: { words: () => t("A comment to the author of a note, not sent"), href: (id) => `#/review/${id}` },
  conflict: { words: () => t("Your own wording for a conflicting edit, not saved"), href: (id) => `#/conflicts/${id}` },
  void: { words: () => t("A reason to declare a record void, not sent"), href: recordHref },
  propose: { words: () => t("A reason to propose that a record be declared void, not sent"), href: recordHref },
  unvoid: { words: () => t("A reason to take a record back into use, not sent"), href: recordHref },
  move: { words: () => t("A reason to move a note to another patient, not sent"), href: (id) => `#/notes/${id}` },
  complete: { words: () => t("A reason to complete the note of a colleague, not sent"), href: (id) => `#/notes/${id}` },
  reason: { words: () => t("A reason for a changed follow-up, not signed"), href: (id) => `#/calls/${id}/amend` },
  identity: { words: () => t("A reason for a changed name or number, not sent"), href: (id) => `#/patients/${id}` },
  merge: { words: () => t("A reason to merge two records, not sent"), href: (id) => `#/patients/${id}` },
  patient: { words: () => t("A new patient, not created"), href: () => "#/patients/new" },
  box: {
    words: (id) => (id === "new" ? t("A new box, not added to the shelf yet") : t("A change to a box, not saved")),
    href: () => "#/shelf",
  },
  person: { words: () => t("A new person, not added"), href: () => "#/users" },
  protocol: {
    words: () => t("A protocol name, not saved"),
    href: (id, note) => (id === "new" ? `#/notes/${note}` : "#/protocols"),
  },
  twins: {
    words: () => t("Unsent reason why two patients are different people"),
    href: (id) => `#/patients/${id}`,
  },
  discard: { words: () => t("A reason to discard a refused entry, not sent"), href: () => "#/quarantine" },
  photo: {
    words: () => t("A photo that was not saved. Take it again"),
    href: (id, more) => (more ? `#/notes/${id}/amend` : `#/notes/${id}/edit/photo`),
  },
  "consent-text": { words: () => t("A consent text, not saved"), href: () => "#/consent-texts" },
  "clinic-settings": { words: () => t("Changes of the clinic's settings, not saved"), href: () => "#/clinic" },
  "limits-reason": { words: () => t("A reason for changed limits, not sent"), href: () => "#/registry" },
  limits: { words: () => t("Changes of the limits, not sent"), href: () => "#/registry" },
};

const OF_NOTE = ["photo", "omitted", "approve", "follow", "return", "move", "complete"];
/** The key ends with the type of the record; without one it is a note. */
const OF_RECORD = ["amend", "void", "propose", "unvoid"];

function typeOf(kind: string, more = "note") {
  if (OF_NOTE.includes(kind)) return "note";
  return OF_RECORD.includes(kind) ? more : kind === "reason" && "follow_up";
}

export function draftLabel(key: string): DraftLabel {
  const [kind, id, more] = key.split(":");
  const known = KINDS[kind];
  const type = typeOf(kind, more);
  return {
    words: known?.words(id) ?? key,
    href: known?.href(id, more) ?? "#/",
    record: type === "note" || type === "follow_up" ? { type, id } : null,
  };
}
