import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { session } from "../../store/session.js";
import type { LocalRecord } from "../../types.js";
import { icon } from "../../ui/layout/icons.js";
import { listRow } from "../../ui/layout/list-row.js";
import { dotted } from "../../ui/layout/page.js";
import { patientDetail, patientName } from "../patient/patient-labels.js";
import { noteHref, sessionDate, stateLabel, stateWords, visitLabel } from "./visit-labels.js";

const SEALED = ["signed", "approved", "acknowledged"];

/** What the last check of the clinic's data said of a signed record; nothing where it changed since, or none was made. */
function verification({ id, state, updated_at: changed, pending }: LocalRecord): Template {
  const last = session()?.verified;
  if (!last) return nothing;
  if (last.broken.includes(id))
    return html`<span class="mark" data-severity="block">${icon("block")}${t("broken: not as it was written")}</span>`;
  if (!SEALED.includes(state) || pending || changed > last.at) return nothing;
  const words = t("checked on {date}", { date: formatDate(last.at) });
  return html`<span class="checked" title=${words}>${icon("check")}<span class="visually-hidden">${words}</span></span>`;
}

/** The state of a note as a tag, and a mark while it has unsent changes. */
export const stateTag = (note: LocalRecord): Template => html`
  ${verification(note)}<span class="tag" data-state=${note.state}>${stateLabel(note.state)}</span>${
    note.pending
      ? html`<span class="pending" title=${stateWords(note)}>${icon("up")}<span class="visually-hidden">${t("waiting to be sent")}</span></span>`
      : nothing
  }`;

/** A note in a list; with the patient where the list is not about one patient. */
export const noteRow = (note: LocalRecord, patient?: LocalRecord | null, detail?: unknown): Template =>
  listRow({
    href: noteHref(note),
    title: patient ? patientName(patient) : visitLabel(note),
    detail: detail ?? dotted(patient && visitLabel(note), formatDate(sessionDate(note)), note.author_name),
    end: stateTag(note),
  });

export const patientRow = (patient: LocalRecord, end?: unknown): Template =>
  listRow({ href: `#/patients/${patient.id}`, title: patientName(patient), detail: patientDetail(patient), end });
