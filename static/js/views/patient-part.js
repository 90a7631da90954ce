// One course or one adverse event of a patient, written where it stands; no Save button.
import { icon } from "../components/frame-icons.js";
import { fieldList, fieldTemplate } from "../components/field.js";
import { patientName } from "../components/patient-words.js";
import { Saver } from "../components/saver.js";
import { flushTyping } from "../components/typing.js";
import { sessionDate, visitLabel } from "../components/visit-words.js";
import { CLOSED } from "../core/event-facts.js";
import { formatDate, today } from "../lib/dates.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { changeFields } from "../store/edits.js";
import { sectionOf } from "../store/forms.js";
import { watch, watchAll } from "../store/records.js";
import { liveView } from "./live-view.js";
import { peopleAround } from "./note-parts.js";

/** How each kind is shown: `hidden` is written by the app, `last` closes it, `settles` gives the day that goes with an end. */
const KINDS = {
  course: {
    heading: () => t("Course of treatment"),
    hidden: () => [],
    last: { heading: () => t("End the course"), names: ["stop_reason", "closed_on"] },
    settles: (patch) => (patch.stop_reason ? ["closed_on"] : []),
  },
  ae: {
    heading: () => t("Adverse event"),
    hidden: (values) => ["note_id", "scale_version", ...(values.term === "pih" || values.pih_cosmetic !== undefined ? [] : ["pih_cosmetic"])],
    last: { heading: () => t("How it ended"), names: ["outcome", "resolved_at"] },
    settles: (patch) => (CLOSED.includes(patch.outcome) ? ["resolved_at"] : []),
  },
};

const kindOf = (unit) => KINDS[unit.split(":")[0]];

export const title = ({ unit }) => kindOf(unit)?.heading() ?? t("Patient");

export function view(host, { id, unit }, app) {
  let redraw = () => {};
  const saver = new Saver((change) => changeFields("patient", id, change), () => redraw());
  const sources = {
    patient: (told) => watch("patient", id, (patient) => {
      saver.told(patient?.fields ?? {});
      told(patient);
    }),
    notes: (told) => watchAll("note", { patientId: id }, told),
  };
  const stop = liveView(host, sources, ({ patient, notes }, again) => {
    redraw = again;
    const section = sectionOf("patient", unit);
    if (!patient || !section || !kindOf(unit)) return html`<div class="page"><h1>${t("This entry is not on this tablet")}</h1><a class="button" href="#/patients/${id}">${t("To the patient")}</a></div>`;
    return page({ patient, notes, unit, section, saver, people: peopleAround(app, notes) });
  });
  return () => {
    flushTyping();
    stop();
  };
}

function page({ patient, notes, unit, section, saver, people }) {
  const kind = kindOf(unit);
  const values = saver.over(patient.fields)[unit] ?? {};
  const change = (name, value) => {
    const patch = { [name]: value };
    for (const day of kind.settles(patch)) if (!values[day]) patch[day] = today();
    saver.set(unit, patch);
  };
  const draw = (field) => fieldTemplate(field, values[field.name], {
    unit, people, disabled: patient.state !== "active", saved: saver.state(unit, field.name),
    onChange: (value) => change(field.name, value),
  });
  const hidden = kind.hidden(values);
  const [last, first] = [(field) => kind.last.names.includes(field.name), (field) => !hidden.includes(field.name)];
  const note = notes.find((each) => each.id === values.note_id);
  return html`<div class="page">
    <a class="back" href="#/patients/${patient.id}">${icon("back")}${patientName(patient)}</a>
    <h1 tabindex="-1">${kind.heading()}</h1>
    ${saver.trouble ? html`<div class="banner" data-severity="block" role="alert">${icon("block")}<p class="grow">${saver.trouble.message}</p><button type="button" class="button" @click=${() => saver.retry()}>${t("Try again")}</button></div>` : nothing}
    ${note ? html`<p><a class="button" href="#/notes/${note.id}">${t("The note of {date}, {visit}", { date: formatDate(sessionDate(note)), visit: visitLabel(note) })}</a></p>` : nothing}
    <div class="form">${fieldList(section.fields.filter((field) => first(field) && !last(field)), unit, draw)}</div>
    <section class="form-section"><h2>${kind.last.heading()}</h2><div class="form">${fieldList(section.fields.filter(last), unit, draw)}</div></section>
    <div class="bar"><a class="button button--primary" href="#/patients/${patient.id}">${t("Done")}</a></div>
  </div>`;
}
