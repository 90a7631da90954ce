import { formatAgo } from "../../lib/dates.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView, openConflicts, withPatients } from "../../live-query.js";
import { unitLabel } from "../../store/forms.js";
import type { LocalRecord } from "../../types.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { listRow } from "../../ui/layout/list-row.js";
import { backHome, dotted, page } from "../../ui/layout/page.js";
import { patientName } from "../patient/patient-labels.js";
import { aboutOf, CLINIC_RECORDS, conflictKind } from "./conflict-labels.js";

export const title = () => t("Conflicting edits");

export const view = (host: HTMLElement) =>
  liveView(
    host,
    { open: withPatients(openConflicts(), (conflicts) => conflicts.map((each) => aboutOf(each).patient_id)) },
    ({ open: { found: conflicts, patients } }) =>
      page(
        title(),
        conflicts.length
          ? html`<p class="quiet">${t("Both versions of each entry are kept. A note can be signed once its conflicting edits are resolved.")}</p>
        <ul class="list">${conflicts.map((conflict) => row(conflict, patients))}</ul>`
          : emptyState(
              t("No conflicting edits"),
              t(
                "When two people change the same section while one of them has no network, both versions are kept and shown here side by side. You choose; the tablet never does.",
              ),
            ),
        backHome(),
      ),
  );

function row(conflict: LocalRecord, patients: Map<string, LocalRecord>): Template {
  const { record_type: type, patient_id, unit, kind } = aboutOf(conflict);
  const patient = patients.get(patient_id ?? "");
  return listRow({
    href: `#/conflicts/${conflict.id}`,
    title: CLINIC_RECORDS[type]?.name() ?? (patient ? patientName(patient) : t("Patient not on this tablet")),
    detail: dotted(unit && unitLabel(type, unit), conflictKind(kind).name()),
    end: formatAgo(conflict.created_at),
  });
}
