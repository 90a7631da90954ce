// @ts-nocheck
// One course or one adverse event of a patient, written where it stands.

import { CLOSED } from "../../core/facts/event.js";
import { asShown } from "../../core/merge.js";
import { formatDate, today } from "../../lib/dates.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { every, insteadOf } from "../../live-query.js";
import { currentRoute } from "../../router.js";
import { sectionOf } from "../../store/forms.js";
import { fieldList, fieldTemplate } from "../../ui/forms/field.js";
import { backLink, bar, link, page, primaryLink, saverTrouble } from "../../ui/layout/page.js";
import { peopleAround } from "../note/note-context.js";
import { sessionDate, visitLabel } from "../note-record/visit-labels.js";
import { prefilled } from "./open-event.js";
import { patientView } from "./patient-controller.js";
import { patientName } from "./patient-labels.js";

/**
 * How each kind is shown: `begun` is written with the first thing said, `hidden` by the app, `last` closes it, `settles` gives
 * the day that goes with an end.
 */
const KINDS = {
  course: {
    heading: () => t("Course of treatment"),
    begun: () => ({ started_on: today() }),
    hidden: () => [],
    last: { heading: () => t("End the course"), names: ["stop_reason", "closed_on"] },
    settles: (patch) => (patch.stop_reason ? ["closed_on"] : []),
  },
  ae: {
    heading: () => t("Adverse event"),
    begun: prefilled,
    hidden: (values) => [
      "note_id",
      "scale_version",
      ...(values.term === "pih" || values.pih_cosmetic !== undefined ? [] : ["pih_cosmetic"]),
    ],
    last: { heading: () => t("How it ended"), names: ["outcome", "resolved_at"] },
    settles: (patch) => (CLOSED.includes(patch.outcome) ? ["resolved_at"] : []),
  },
};

const kindOf = (unit) => KINDS[unit.split(":")[0]];

export const title = ({ unit }) => kindOf(unit)?.heading() ?? t("Patient");

export function view(host, { id, unit }, app) {
  const { query } = currentRoute();
  return patientView(host, id, { notes: every("note", { patientId: id }) }, (found) => {
    const [kind, section] = [kindOf(unit), sectionOf("patient", unit)];
    if (!kind || !section) return goneEntry(id);
    const begun = found.fields[unit] ? {} : kind.begun(found.notes.find((note) => note.id === query.note));
    return screen({ ...found, unit, kind, section, begun, people: peopleAround(app, found.notes) });
  });
}

const goneEntry = (id) =>
  insteadOf(t("This entry is not on this tablet"), nothing, link(t("To the patient"), `#/patients/${id}`));

function screen({ patient, notes, unit, kind, section, fields, begun, saver, people }) {
  const values = { ...begun, ...fields[unit] };
  const change = (name, value) => {
    const patch = { ...begun, [name]: value };
    for (const day of kind.settles(patch)) if (!values[day]) patch[day] = today();
    return saver.set(unit, patch, asShown(patient, [unit]));
  };
  const draw = (field) =>
    fieldTemplate(field, values[field.name], {
      unit,
      people,
      about: patientName(patient),
      disabled: patient.state !== "active",
      saved: saver.state(unit, field.name),
      onChange: (value) => change(field.name, value),
    });
  const hidden = kind.hidden(values);
  const isLast = ({ name }) => kind.last.names.includes(name);
  const form = (wanted) => html`<div class="form">${fieldList(section.fields.filter(wanted), unit, draw)}</div>`;
  const note = notes.find((each) => each.id === values.note_id);
  return page(
    kind.heading(),
    html`
    ${saverTrouble(saver)}
    ${note ? html`<p>${link(t("The note of {date}, {visit}", { date: formatDate(sessionDate(note)), visit: visitLabel(note) }), `#/notes/${note.id}`)}</p>` : nothing}
    ${form((field) => !hidden.includes(field.name) && !isLast(field))}
    <section class="form-section"><h2>${kind.last.heading()}</h2>${form(isLast)}</section>
    ${bar(primaryLink(t("Done"), `#/patients/${patient.id}`))}`,
    backLink(`#/patients/${patient.id}`, patientName(patient)),
  );
}
