import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { every, liveView, one, printKey } from "../../live-query.js";
import { sections } from "../../store/forms.js";
import { readIfThere } from "../../sync/snapshot.js";
import type { AppContext } from "../../types.js";
import { backLink, bar } from "../../ui/layout/page.js";
import { noForms, peopleAround } from "../note/note-context.js";
import { newestFirst } from "../note-record/visit-labels.js";
import { askForAbsent, gonePatient } from "../patient/absent.js";
import { patientName } from "../patient/patient-labels.js";
import { summarySheet } from "./summary-sheet.js";

export const title = () => t("Summary");

const sourcesOf = (id: string) => ({
  patient: one("patient", id),
  notes: every("note", { patientId: id }),
  calls: every("follow_up", { patientId: id }),
});

/** Prints from the tablet, online or offline. */
export const view = (host: HTMLElement, { id }: { id: string }, app: AppContext) => {
  let absent: (() => Template) | undefined;
  return liveView(host, sourcesOf(id), ({ patient, notes, calls }, redraw) => {
    if (!app.forms) return noForms();
    if (!patient) {
      absent ??= askForAbsent(() => readIfThere(id), gonePatient, redraw);
      return absent();
    }
    const visits = [...notes].sort(newestFirst);
    const context = {
      forms: app.forms,
      people: peopleAround(app, notes),
      clinic: app.clinic,
      user: app.user,
      parts: sections("patient"),
    };
    return html`
      <div class="page">
        ${backLink(`#/patients/${id}`, patientName(patient))}
        <div class="paper">${summarySheet(patient, visits, calls, context)}</div>
        ${bar(printKey())}
      </div>`;
  });
};
