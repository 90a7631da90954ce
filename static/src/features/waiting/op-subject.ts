import { t } from "../../lib/i18n.js";
import type { Summaries } from "../../store/summaries.js";
import type { Op } from "../../types.js";
import { CLINIC_RECORDS } from "../conflicts/conflict-labels.js";
import { noteHref, visitLabel } from "../note-record/visit-labels.js";
import { patientName } from "../patient/patient-labels.js";

/** The records on this tablet that an op may be about. */
export interface Records {
  notes: Summaries;
  patients: Summaries;
  /** The follow-ups. */
  calls?: Summaries;
}

/**
 * Whose record it is and its address. `patient_id` is that of an op that creates a note, which may not be on this
 * tablet.
 */
export function subject(
  { type, id, patient_id: of }: Pick<Op, "type" | "id"> & { patient_id?: string | null },
  { notes, patients, calls }: Records,
): { name: string; href: string } {
  if (type === "patient")
    return {
      name: patients.byId.has(id) ? patientName(patients.byId.get(id)) : t("Patient"),
      href: `#/patients/${id}`,
    };
  const ours = CLINIC_RECORDS[type];
  if (ours) return { name: ours.name(), href: ours.href };
  if (type === "conflict") return { name: t("Conflicting edits"), href: `#/conflicts/${id}` };
  if (type === "follow_up") {
    const theirs = calls?.byId.get(id)?.patient_id ?? of ?? "";
    const words = [patients.byId.has(theirs) && patientName(patients.byId.get(theirs)), t("Follow-up")];
    return { name: words.filter(Boolean).join(", "), href: `#/calls/${id}` };
  }
  const note = notes.byId.get(id);
  const patient = patients.byId.get(note?.patient_id ?? of ?? "");
  return {
    name: [patient && patientName(patient), note && visitLabel(note)].filter(Boolean).join(", ") || t("Note"),
    href: note ? noteHref(note) : "#/",
  };
}
