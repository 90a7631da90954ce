import { html } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { every, liveView, one, printKey } from "../../live-query.js";
import { sections } from "../../store/forms.js";
import type { AppContext } from "../../types.js";
import { backLink, bar } from "../../ui/layout/page.js";
import { peopleAround } from "../note/note-context.js";
import { newestFirst } from "../note-record/visit-labels.js";
import { gonePatient } from "../patient/patient-controller.js";
import { patientName } from "../patient/patient-labels.js";
import { summarySheet } from "./summary-sheet.js";

export const title = () => t("Summary");

const sourcesOf = (id: string) => ({
  patient: one("patient", id),
  notes: every("note", { patientId: id }),
  calls: every("follow_up", { patientId: id }),
});

/** Prints from the tablet, online or offline. */
export const view = (host: HTMLElement, { id }: { id: string }, app: AppContext) =>
  liveView(host, sourcesOf(id), ({ patient, notes, calls }) => {
    if (!patient || !app.forms) return gonePatient();
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
