import { patientName } from "../components/patient-words.js";
import { backLink, bar } from "../components/parts.js";
import { summarySheet } from "../components/summary-sheet.js";
import { newestFirst } from "../components/visit-words.js";
import { html } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { sections } from "../store/forms.js";
import { every, liveView, one, printKey } from "./live-view.js";
import { peopleAround } from "./note-parts.js";
import { gonePatient } from "./patient-parts.js";

export const title = () => t("Summary");

/** Paper straight from the tablet, with or without a network. */
export const view = (host, { id }, app) =>
  liveView(host, { patient: one("patient", id), notes: every("note", { patientId: id }) }, ({ patient, notes }) => {
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
        <div class="paper">${summarySheet(patient, visits, context)}</div>
        ${bar(printKey())}
      </div>`;
  });
