// A patient whose name, birth date or record number was changed after a signature: what they were called stays legible,
// and a person says that it is the same patient.
import { can } from "../../core/permissions.js";
import { earlierIdentities, identityAt, identityOf, openIdentity } from "../../core/trace.js";
import { canTransition } from "../../core/workflow.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { sameItems } from "../../lib/slices.js";
import { type Source, summaries } from "../../live-query.js";
import { setFields } from "../../store/edits.js";
import type { AppContext, LocalRecord, TraceEntry, Unit } from "../../types.js";
import type { Attempt } from "../../ui/forms/async-action.js";
import { banner, bannerLink, button } from "../../ui/layout/page.js";
import { identityWords, patientName } from "./patient-labels.js";

const SHOWN = 3;

/** The change that waits. What only this tablet knows so far counts where something of the patient is signed. */
function waiting(patient: LocalRecord, records: LocalRecord[]): TraceEntry | null {
  const entry = openIdentity(patient);
  return entry && (entry.name || records.some(({ version }) => version > 0)) ? entry : null;
}

/** `records`: the notes and follow-ups of the patient. */
export function identityBanner(
  patient: LocalRecord,
  records: LocalRecord[],
  { user, forms }: AppContext,
  attempt: Attempt,
): Template {
  const entry = waiting(patient, records);
  if (!entry) return nothing;
  const before = identityOf(entry.before as Record<string, Unit>);
  const may =
    can("patient.confirm_identity", user, patient, forms) &&
    canTransition(patient.state, "confirm_identity", "patient");
  const confirm = async () => (await import("../../chunks/corrections.js")).confirmSame(patient, attempt);
  const putBack = () => attempt(() => setFields("patient", patient.id, "identity", before));
  return banner(
    "warn",
    html`<div class="stack stack--tight"><strong>${t("Name, birth date or record number changed after a signature")}</strong>
      <p>${t("Before: {identity}", { identity: identityWords(before) })}<br />${t("Now: {identity}", { identity: identityWords(identityOf(patient.fields)) })}</p>
      <p>${t("Signed notes of this record are about the person named before. Is it the same person?")}</p>
      ${may ? html`<div class="cluster">${button(t("It is the same person"), confirm)}${button(t("Put the earlier one back"), putBack)}</div>` : nothing}</div>`,
  );
}

/** Who the patient was said to be when this was signed, where they are called otherwise now. */
export function signedAs(record: LocalRecord, patient: LocalRecord | null | undefined): Template {
  if (!patient?.trace) return nothing;
  const times = record.signatures
    .filter(({ meaning }) => meaning !== "countersign")
    .map(({ at, client_at }) => (client_at && client_at < at ? client_at : at));
  const words = times.flatMap((at) => identityAt(patient, at) ?? []).map(identityWords);
  return words.length
    ? html`<p class="signed-as">${t("Signed as: {identity}", { identity: [...new Set(words)].join("; ") })}</p>`
    : nothing;
}

/** What the patient was called earlier, below the name. */
export const earlierLines = (patient: LocalRecord): Template[] =>
  earlierIdentities(patient).map(
    (identity) => html`<p class="quiet">${t("Earlier: {identity}", { identity: identityWords(identity) })}</p>`,
  );

/** The patients whose changed identity waits; none until all patients have been read, which home does not wait for. */
export const watchIdentities: Source<LocalRecord[]> = (listener) => {
  let last: LocalRecord[] = [];
  listener(last);
  return summaries("patient")(({ all }) => {
    const found = all.filter((patient) => patient.trace && openIdentity(patient)?.name);
    if (sameItems(found, last)) return;
    last = found;
    listener(last);
  });
};

/** For home: a supervisor is told of all, others of what they changed. */
export const identityLines = (patients: LocalRecord[], { user, forms }: AppContext): Template[] =>
  patients
    .filter((patient) => can("patient.confirm_identity", user, patient, forms))
    .filter((patient) => user.role === "supervisor" || openIdentity(patient)?.by === user.id)
    .slice(0, SHOWN)
    .map((patient) =>
      bannerLink(
        `#/patients/${patient.id}`,
        html`<strong>${t("Is {name} the same person?", { name: patientName(patient) })}</strong><br />${t("Name, birth date or record number changed after a signature")}`,
      ),
    );
