// What rules need of a patient and nobody has entered, for supervisors and administrators: one line for each patient in
// a course, in the order of the next visits. No note asks for it when it is signed.

import { ALLERGIES, SEVERITY } from "../../core/not-on-file.js";
import { can } from "../../core/permissions.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView, summaries } from "../../live-query.js";
import type { Summaries } from "../../store/summaries.js";
import type { AppContext } from "../../types.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { listRow, listSection } from "../../ui/layout/list-row.js";
import { backToMore, page } from "../../ui/layout/page.js";
import { courseDetail, coursesOf, notesOf } from "../course/course-labels.js";
import { pathLabel } from "../note-record/fact-labels.js";
import { patientName } from "./patient-labels.js";

export const title = () => t("Not on file");

export const view = (host: HTMLElement, _params: unknown, app: AppContext) =>
  liveView(host, { patients: summaries("patient"), notes: summaries("note") }, ({ patients, notes }) =>
    page(
      title(),
      html`<p class="quiet">${t("What could not be checked because it is not in the patient's record. Once it is entered, it counts for every later visit.")}</p>
        ${list(patients, notes, app)}`,
      backToMore(),
    ),
  );

function list(patients: Summaries, notes: Summaries, app: AppContext): Template {
  const missing = patients.all
    .filter(({ state, lacking = [] }) => state === "active" && lacking.length)
    .map((patient) => ({ patient, course: coursesOf(patient, notesOf(notes, patient.id), app.forms)[0] }))
    .filter(({ course }) => course?.running)
    .sort((a, b) => (a.course.due ?? "9").localeCompare(b.course.due ?? "9"));
  if (!missing.length)
    return emptyState(t("Nothing is missing"), t("Every patient in a running course has what the rules need."));
  const edits = can("patient.patch", app.user, null, app.forms);
  return listSection(
    t("Patients in a course"),
    missing.map(({ patient, course }) =>
      listRow({
        href: `#/patients/${patient.id}${edits ? "/edit" : ""}`,
        title: patientName(patient),
        detail: (patient.lacking ?? []).map((path) => words(path, app)).join(", "),
        end: courseDetail(course),
      }),
    ),
  );
}

function words(path: string, { forms }: AppContext): string {
  if (path === ALLERGIES) return t("allergies not asked");
  if (path === SEVERITY) return t("severity of an allergy");
  return forms ? pathLabel(forms, `patient.${path}`) : path;
}
