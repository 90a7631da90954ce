// The face maps of the visit before and of this one, side by side; on a phone one under the other.
import { sectionFor } from "../../core/catalogue.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { formatDate } from "../../lib/dates.js";
import { t } from "../../lib/i18n.js";
import type { Finding, Forms, LocalRecord } from "../../types.js";
import { severityClass } from "../../ui/forms/finding.js";
import { faceMap, labelsOf, zonesOf } from "../face-map/face-map.js";
import { sessionDate, visitLabel } from "../note-record/visit-labels.js";

interface Visits {
  note: LocalRecord;
  before: { note: LocalRecord } | null;
  findings: Finding[];
}

/** Nothing where neither visit has a zone. The findings are those of this visit. */
export function bothMaps({ note, before, findings }: Visits, forms: Forms): Template {
  const visits = [before?.note, note].filter((each) => each !== undefined);
  const section = sectionFor(forms.record_types.note.sections, "zone");
  if (!section || !visits.some(({ fields }) => Object.keys(zonesOf(fields)).length)) return nothing;
  const labels = labelsOf(section);
  const found = Object.fromEntries(
    findings.flatMap(({ at, severity }) =>
      at?.startsWith("zone:") && severity !== "info" ? [[at.slice(5), severityClass(severity)]] : [],
    ),
  );
  return html`<div class="review-maps">${visits.map(
    (
      visit,
    ) => html`<section><h3>${visit === note ? t("This visit") : visitLabel(visit)} <span class="quiet">${formatDate(sessionDate(visit))}</span></h3>
      ${faceMap({ zones: zonesOf(visit.fields), labels, findings: visit === note ? found : {} })}</section>`,
  )}</div>`;
}
