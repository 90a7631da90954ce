import { aboutOf, CLINIC_RECORDS, conflictKind } from "../components/conflict-words.js";
import { emptyState } from "../components/empty-state.js";
import { icon } from "../components/frame-icons.js";
import { listRow } from "../components/list-row.js";
import { patientName } from "../components/patient-words.js";
import { formatAgo } from "../lib/dates.js";
import { html } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { unitLabel } from "../store/forms.js";
import { watchAll } from "../store/records.js";
import { liveView } from "./live-view.js";

export const title = () => t("Written twice");

export function view(host) {
  const sources = {
    conflicts: (told) => watchAll("conflict", { states: ["open"] }, told),
    patients: (told) => watchAll("patient", {}, (patients) => told(new Map(patients.map((patient) => [patient.id, patient])))),
  };
  return liveView(host, sources, ({ conflicts, patients }) => html`
    <div class="page">
      <a class="back" href="#/">${icon("back")}${t("Home")}</a>
      <h1 tabindex="-1">${t("Written twice")}</h1>
      ${conflicts.length
        ? html`<p class="quiet">${t("Both versions of each entry are kept. A note can be signed when its own are settled.")}</p>
            <ul class="list">${conflicts.map((conflict) => row(conflict, patients))}</ul>`
        : emptyState(t("Nothing was written twice"), t("When two people change the same section while one of them has no network, both texts are kept and stand here side by side. You choose; the tablet never does."))}
    </div>`);
}

function row(conflict, patients) {
  const { record_type: type, patient_id: id, unit } = aboutOf(conflict);
  return listRow({
    href: `#/conflicts/${conflict.id}`,
    title: CLINIC_RECORDS[type]?.name() ?? (patients.has(id) ? patientName(patients.get(id)) : t("Patient not on this tablet")),
    detail: [unit && unitLabel(type, unit), conflictKind(conflict).name()].filter(Boolean).join(" · "),
    end: formatAgo(conflict.created_at),
  });
}
