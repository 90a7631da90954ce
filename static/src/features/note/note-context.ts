// @ts-nocheck
// What the screens around notes share, and what they say when there is nothing to show.

import { unitsInUse } from "../../core/traceability.js";
import { t } from "../../lib/i18n.js";
import { insteadOf } from "../../live-query.js";
import { all, watch, watchAll } from "../../store/records.js";
import { link } from "../../ui/layout/page.js";

/**
 * Tells {note, patient, notes of that patient, open conflicts of this note, unitsInUse} now and after each change. Which
 * unit codes the clinic's notes name is looked up once, when the screen opens: following it would scan them at each keystroke.
 */
export function watchNote(id, told) {
  const found = { note: null, patient: null, notes: null, conflicts: [], unitsInUse: new Map() };
  let about = [];
  const tell = () => (found.notes ? told({ ...found }) : undefined);
  const put = (name) => (value) => {
    found[name] = value;
    tell();
  };
  const around = (patientId) => [
    watch("patient", patientId, put("patient")),
    watchAll("note", { patientId }, put("notes")),
    watchAll("conflict", { patientId, states: ["open"] }, (all) =>
      put("conflicts")(all.filter((each) => each.fields.about?.record_id === id)),
    ),
  ];
  all("note").then((notes) => put("unitsInUse")(unitsInUse(notes)));
  const stop = watch("note", id, (note) => {
    const known = found.note?.patient_id === note?.patient_id;
    found.note = note;
    if (!note) return told({ ...found });
    if (!known) {
      for (const end of about) end();
      about = around(note.patient_id);
    }
    return tell();
  });
  return () => {
    stop();
    for (const end of about) end();
  };
}

export const mayTreat = ({ user }) => user.role === "practitioner" || user.treats;

/** People known here by name: whoever is signed in, and the authors of the notes on this tablet. */
export function peopleAround({ user }, notes) {
  const people = new Map([[user.id, user.name]]);
  for (const note of notes) if (note.author_name) people.set(note.author_id, note.author_name);
  return [...people].map(([id, name]) => ({ id, name }));
}

export const noForms = () =>
  insteadOf(
    t("The form has not arrived yet"),
    t("This tablet has to reach the server once before notes can be shown. After that it works without."),
    link(t("To the start"), "#/"),
  );

export const goneNote = () =>
  insteadOf(
    t("This note is not on this tablet"),
    t("It may not have arrived yet, or it was taken back. It comes by itself once the server has been reached."),
    link(t("To the start"), "#/"),
  );
