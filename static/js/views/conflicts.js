import { aboutOf, CLINIC_RECORDS, conflictKind } from "../components/conflict-words.js";
import { emptyState } from "../components/empty-state.js";
import { listRow } from "../components/list-row.js";
import { backHome, dotted, page } from "../components/parts.js";
import { patientName } from "../components/patient-words.js";
import { formatAgo } from "../lib/dates.js";
import { html } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { unitLabel } from "../store/forms.js";
import { byId, liveView, openConflicts } from "./live-view.js";

export const title = () => t("Written twice");

export const view = (host) =>
  liveView(host, { conflicts: openConflicts(), patients: byId("patient") }, ({ conflicts, patients }) =>
    page(
      title(),
      conflicts.length
        ? html`<p class="quiet">${t("Both versions of each entry are kept. A note can be signed when its own are settled.")}</p>
        <ul class="list">${conflicts.map((conflict) => row(conflict, patients))}</ul>`
        : emptyState(
            t("Nothing was written twice"),
            t(
              "When two people change the same section while one of them has no network, both texts are kept and stand here side by side. You choose; the tablet never does.",
            ),
          ),
      backHome(),
    ),
  );

function row(conflict, patients) {
  const { record_type: type, patient_id: id, unit, kind } = aboutOf(conflict);
  return listRow({
    href: `#/conflicts/${conflict.id}`,
    title:
      CLINIC_RECORDS[type]?.name() ??
      (patients.has(id) ? patientName(patients.get(id)) : t("Patient not on this tablet")),
    detail: dotted(unit && unitLabel(type, unit), conflictKind(kind).name()),
    end: formatAgo(conflict.created_at),
  });
}
