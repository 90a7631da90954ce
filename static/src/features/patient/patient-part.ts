// One course or one adverse event of a patient, edited in place.

import { CLOSED } from "../../core/facts/event.js";
import { asShown } from "../../core/merge.js";
import { formatDate, today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { every, insteadOf } from "../../live-query.js";
import { currentRoute } from "../../router.js";
import { sectionOf } from "../../store/forms.js";
import type { AppContext, Field, LocalRecord, Person, Section, Unit, Value } from "../../types.js";
import { fieldList, fieldTemplate } from "../../ui/forms/field.js";
import { autosaveError, backLink, bar, link, page, primaryLink } from "../../ui/layout/page.js";
import { peopleAround } from "../note/note-context.js";
import { sessionDate, visitLabel } from "../note-record/visit-labels.js";
import { prefilled } from "./open-event.js";
import { type PatientScreen, patientView } from "./patient-controller.js";
import { patientName } from "./patient-labels.js";

/** How one kind of entry is displayed. */
interface Kind {
  heading: () => string;
  /** What is stored with the first thing entered. */
  begun: (note?: LocalRecord) => Unit;
  /** The fields that only the app writes, or that do not apply. */
  hidden: (values: Unit, limits: Unit) => string[];
  /** The fields that close it, in a section of their own. */
  last: { heading: () => string; names: string[] };
  /** The dates that are written together with the field that ends it. */
  settles: (patch: Unit) => string[];
  /** What was entered for the former value of a field only. */
  clears?: Record<string, string[]>;
}

interface Params {
  /** The patient. */
  id: string;
  unit: string;
}

interface PartScreen extends PatientScreen {
  notes: LocalRecord[];
  unit: string;
  kind: Kind;
  section: Section;
  /** What is stored with the first entry; empty once the entry exists. */
  begun: Unit;
  people: Person[];
  limits: Unit;
}

const KINDS: Record<string, Kind | undefined> = {
  course: {
    heading: () => t("Course of treatment"),
    begun: () => ({ started_on: today() }),
    hidden: (values, limits) => (values.interval_reason || isUnusual(values, limits.plan) ? [] : ["interval_reason"]),
    last: { heading: () => t("End the course"), names: ["stop_reason", "closed_on"] },
    settles: (patch) => (patch.stop_reason ? ["closed_on"] : []),
    clears: { interval_weeks: ["interval_reason"] },
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

/** Asked once here, so that the visits of the course do not ask it again. */
function isUnusual({ interval_weeks: weeks }: Unit, plan: Unit) {
  return weeks != null && (weeks < plan?.interval_low || weeks > plan?.interval_high);
}

const kindOf = (unit: string) => KINDS[unit.split(":")[0]];

export const title = ({ unit }: Params) => kindOf(unit)?.heading() ?? t("Patient");

export function view(host: HTMLElement, { id, unit }: Params, app: AppContext) {
  const { query } = currentRoute();
  return patientView(host, id, { notes: every("note", { patientId: id }) }, (found) => {
    const [kind, section] = [kindOf(unit), sectionOf("patient", unit)];
    if (!kind || !section) return goneEntry(id);
    const begun = found.fields[unit] ? {} : kind.begun(found.notes.find((note) => note.id === query.note));
    return screen({
      ...found,
      unit,
      kind,
      section,
      begun,
      people: peopleAround(app, found.notes),
      limits: app.forms?.limits ?? {},
    });
  });
}

const goneEntry = (id: string) =>
  insteadOf(t("This entry is not on this tablet"), "", link(t("To the patient"), `#/patients/${id}`));

function screen({ patient, notes, unit, kind, section, fields, begun, saver, people, limits }: PartScreen): Template {
  const values = { ...begun, ...fields[unit] };
  const change = (name: string, value: Value) => {
    const patch: Unit = { ...begun, [name]: value };
    for (const day of kind.settles(patch)) if (!values[day]) patch[day] = today();
    for (const other of kind.clears?.[name] ?? []) if (values[other] != null) patch[other] = null;
    return saver.set(unit, patch, asShown(patient, [unit]));
  };
  const draw = (field: Field) =>
    fieldTemplate(field, values[field.name], {
      unit,
      people,
      needed: field.name === "interval_reason" && !values[field.name],
      about: patientName(patient),
      disabled: patient.state !== "active",
      saved: saver.state(unit, field.name),
      onChange: (value) => change(field.name, value),
    });
  const hidden = kind.hidden(values, limits);
  const isLast = ({ name }: Field) => kind.last.names.includes(name);
  const form = (wanted: (field: Field) => boolean) =>
    html`<div class="form">${fieldList(section.fields.filter(wanted), unit, draw)}</div>`;
  const note = notes.find((each) => each.id === values.note_id);
  return page(
    kind.heading(),
    html`
    ${autosaveError(saver)}
    ${note ? html`<p>${link(t("The note of {date}, {visit}", { date: formatDate(sessionDate(note)), visit: visitLabel(note) }), `#/notes/${note.id}`)}</p>` : nothing}
    ${form((field) => !hidden.includes(field.name) && !isLast(field))}
    <section class="form-section"><h2>${kind.last.heading()}</h2>${form(isLast)}</section>
    ${bar(primaryLink(t("Done"), `#/patients/${patient.id}`))}`,
    backLink(`#/patients/${patient.id}`, patientName(patient)),
  );
}
