import { icon } from "../components/frame-icons.js";
import { patientForm } from "../components/patient-form.js";
import { patientName, samePerson } from "../components/patient-words.js";
import { flushTyping } from "../components/typing.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { setFields } from "../store/edits.js";
import { formSections } from "../store/forms.js";
import { watch, watchAll } from "../store/records.js";
import { liveView } from "./live-view.js";

export const title = () => t("Edit patient");

/** No Save button: each answer is on the tablet before its mark appears beside it. */
export function view(host, { id }) {
  const marks = new Map();
  let redraw = () => {};
  const save = async (unit, patch) => {
    const names = Object.keys(patch).map((name) => `${unit}.${name}`);
    const mark = (state) => {
      for (const name of names) marks.set(name, state);
      redraw();
    };
    mark("saving");
    try {
      await setFields("patient", id, unit, patch);
      mark("saved");
    } catch {
      mark("failed");
    }
  };
  const acts = {
    change: save,
    savedAt: (unit, name) => marks.get(`${unit}.${name}`),
  };
  const sources = {
    patient: (told) => watch("patient", id, told),
    patients: (told) => watchAll("patient", { states: ["active"] }, told),
    parts: (told) => void Promise.resolve(formSections()).then(told),
  };
  const stop = liveView(host, sources, (found, again) => {
    redraw = again;
    return page(found, acts);
  });
  return () => {
    flushTyping();
    stop();
  };
}

function page({ patient, patients, parts }, acts) {
  if (!patient) return html`<div class="page"><h1>${t("This patient is not on this tablet")}</h1><a class="button" href="#/patients">${t("To the patients")}</a></div>`;
  const readOnly = patient.state !== "active";
  const twin = samePerson(patients, patient.fields.identity ?? {}, patient.id);
  return html`
    <div class="page">
      <a class="back" href="#/patients/${patient.id}">${icon("back")}${patientName(patient)}</a>
      <h1 tabindex="-1">${t("Edit patient")}</h1>
      ${twin ? html`<div class="banner" data-severity="warn">${icon("warn")}<p class="grow">${t("There is a patient of this name and birth date already.")}</p><a class="button" href="#/patients/${twin.id}">${t("Open that one")}</a></div>` : nothing}
      ${patientForm(parts, patient.fields, { ...acts, disabled: readOnly })}
      <div class="bar"><a class="button button--primary" href="#/patients/${patient.id}">${t("Done")}</a></div>
    </div>`;
}
