// What is asked before a note goes to another patient, two records become one, or a patient is archived.
import { isRealReason, REASON_MIN } from "../../core/reasons.js";
import { t } from "../../lib/i18n.js";
import { draftOf } from "../../store/drafts.js";
import {
  archivePatient,
  confirmIdentity,
  mergePatient,
  moveNote,
  takeOver,
  unarchivePatient,
} from "../../store/edits.js";
import { get } from "../../store/records.js";
import type { LocalRecord } from "../../types.js";
import { askText, confirmSheet } from "../../ui/controls/dialog.js";
import type { Attempt } from "../../ui/forms/async-action.js";
import { patientFacts, patientName } from "../patient/patient-labels.js";
import { chooseOther } from "./choose-other.js";
import type { CorrectionScreen } from "./void-buttons.js";

const facts = (patient: LocalRecord) => `${patientName(patient)} (${patientFacts(patient)})`;

/** A note of the wrong patient. */
export async function move({ record, about, attempt }: CorrectionScreen): Promise<void> {
  const heading = t("Move to another patient");
  const other = await chooseOther(t("Whose note is it?"), about, record.patient_id ?? "");
  if (!other) return;
  const kept = draftOf<string>(`move:${record.id}`);
  const label = t("Why is it {name}'s? At least {n} characters and two words. Both patients keep a trace of it.", {
    name: patientName(other),
    n: REASON_MIN,
  });
  const reason = await askText({ heading, about, label, confirm: t("Continue"), fits: isRealReason, kept });
  if (!reason) return;
  const body = t(
    "The note goes to {name}, with its follow-ups and adverse events. What was signed stays as it is. Check it against that patient's allergies and history.",
    { name: facts(other) },
  );
  if (await confirmSheet({ heading, about, body, confirm: t("Move the note") }))
    await attempt(() => moveNote(record, other.id, reason).then(kept.clear));
}

/** `id`: the other record, where it is known. */
export async function merge({ record, about, attempt }: CorrectionScreen, id?: string): Promise<void> {
  const heading = t("Merge two records of one person");
  const other = id ? await get("patient", id) : await chooseOther(t("Which record stays?"), about, record.id);
  if (!other) return;
  const kept = draftOf<string>(`merge:${record.id}`);
  const label = t("How do you know that it is one person? At least {n} characters and two words.", { n: REASON_MIN });
  const reason = await askText({ heading, about, label, confirm: t("Continue"), fits: isRealReason, kept });
  if (!reason) return;
  const body = t(
    "All notes of {name} go to {other}, whose record stays. What the two say differently is asked about. This cannot be undone in one step.",
    { name: facts(record), other: facts(other) },
  );
  if (await confirmSheet({ heading, about, body, confirm: t("Merge them"), danger: true }))
    await attempt(() => mergePatient(record, other.id, reason).then(kept.clear));
}

/** The note of somebody who has left. */
export async function complete({ record, about, attempt }: CorrectionScreen): Promise<void> {
  const heading = t("Complete it for {name}", { name: record.author_name });
  const kept = draftOf<string>(`complete:${record.id}`);
  const label = t(
    "Why, and how do you know what was done? At least {n} characters and two words. The note names both of you, and somebody else approves it.",
    { n: REASON_MIN },
  );
  const reason = await askText({ heading, about, label, confirm: t("Take it over"), fits: isRealReason, kept });
  if (reason) await attempt(() => takeOver(record, reason).then(kept.clear));
}

export async function archive({ record, about, attempt }: CorrectionScreen): Promise<void> {
  const sure = await confirmSheet({
    heading: t("Archive this patient"),
    about,
    body: t("The patient leaves the lists and can be found in the archive. Nothing is deleted, and it can be undone."),
    confirm: t("Archive"),
  });
  if (sure) await attempt(() => archivePatient(record));
}

export const unarchive = ({ record, attempt }: CorrectionScreen) => attempt(() => unarchivePatient(record));

/** A patient whose name, birth date or number was changed after a signature. */
export async function confirmSame(patient: LocalRecord, attempt: Attempt): Promise<void> {
  const kept = draftOf<string>(`identity:${patient.id}`);
  const label = t(
    "How do you know that it is the same person, and why was it changed? At least {n} characters and two words.",
    { n: REASON_MIN },
  );
  const heading = t("It is the same person");
  const reason = await askText({
    heading,
    about: facts(patient),
    label,
    confirm: t("Confirm"),
    fits: isRealReason,
    kept,
  });
  if (reason) await attempt(() => confirmIdentity(patient, reason).then(kept.clear));
}
