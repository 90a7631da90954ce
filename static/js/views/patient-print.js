import { emptyState } from "../components/empty-state.js";
import { icon } from "../components/frame-icons.js";
import { patientName } from "../components/patient-words.js";
import { summarySheet } from "../components/summary-sheet.js";
import { newestFirst } from "../components/visit-words.js";
import { html } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { sections } from "../store/forms.js";
import { watch, watchAll } from "../store/records.js";
import { liveView } from "./live-view.js";
import { peopleAround } from "./note-parts.js";

export const title = () => t("Summary");

/** Paper straight from the tablet, with or without a network. */
export function view(host, { id }, app) {
  const sources = { patient: (told) => watch("patient", id, told), notes: (told) => watchAll("note", { patientId: id }, told) };
  return liveView(host, sources, ({ patient, notes }) => {
    if (!patient || !app.forms) return html`<div class="page">${emptyState(t("This patient is not on this tablet"), t("It comes by itself once the server has been reached."), html`<a class="button" href="#/patients">${t("To the patients")}</a>`)}</div>`;
    const visits = notes.filter((note) => note.state !== "void").sort(newestFirst);
    const context = { forms: app.forms, people: peopleAround(app, notes), clinic: app.clinic, user: app.user, parts: sections("patient") };
    return html`
      <div class="page">
        <a class="back no-print" href="#/patients/${id}">${icon("back")}${patientName(patient)}</a>
        <div class="paper">${summarySheet(patient, visits, context)}</div>
        <div class="bar"><button type="button" class="button button--primary" @click=${() => print()}>${icon("print")}${t("Print")}</button></div>
      </div>`;
  });
}
