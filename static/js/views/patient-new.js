import { fieldId } from "../components/field.js";
import { icon } from "../components/frame-icons.js";
import { patientForm } from "../components/patient-form.js";
import { patientFacts, patientName, samePerson } from "../components/patient-words.js";
import { flushTyping } from "../components/typing.js";
import { html, nothing, render } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { clearDraft, getDraft, saveDraft } from "../store/drafts.js";
import { createPatient } from "../store/edits.js";
import { formSections } from "../store/forms.js";
import { watchAll } from "../store/records.js";
import { startNote } from "./choose-patient.js";

const DRAFT = "patient:new";
const NEEDED = ["mrn", "given", "family", "birth_date"];

export const title = () => t("New patient");

/** Kept as a draft on the tablet while it is written; becomes a patient with the button. `then` = "note" goes on to a note. */
export function view(host, { next: then }, app) {
  const screen = { fields: {}, patients: [], parts: [], problem: null, busy: false, asked: false };
  let ended = false;
  const draw = () => ended || render(page(screen, acts, then), host);
  const acts = {
    change(unit, patch) {
      screen.fields = changed(screen.fields, unit, patch);
      screen.problem = null;
      saveDraft(DRAFT, screen.fields);
      draw();
    },
    remove(unit) {
      const { [unit]: _gone, ...rest } = screen.fields;
      screen.fields = rest;
      saveDraft(DRAFT, screen.fields);
      draw();
    },
    async create() {
      flushTyping();
      screen.asked = true;
      const [first] = missing(screen.fields);
      if (first) {
        draw();
        return document.getElementById(fieldId("identity", first))?.focus();
      }
      if (screen.busy) return undefined;
      screen.busy = true;
      draw();
      try {
        const id = await createPatient(screen.fields);
        await clearDraft(DRAFT);
        await (then === "note" ? startNote(id, app) : navigate(`/patients/${id}`));
      } catch (error) {
        Object.assign(screen, { busy: false, problem: error.message });
        draw();
      }
      return undefined;
    },
    async empty() {
      screen.fields = {};
      await clearDraft(DRAFT);
      draw();
    },
  };
  const stop = watchAll("patient", { states: ["active"] }, (patients) => {
    screen.patients = patients;
    draw();
  });
  Promise.all([getDraft(DRAFT), formSections()]).then(([draft, parts]) => {
    Object.assign(screen, { fields: draft ?? {}, parts });
    draw();
  });
  draw();
  return () => {
    ended = true;
    stop();
  };
}

/** The content with one unit changed; empty values and empty units are left out. */
export function changed(fields, unit, patch) {
  const values = { ...fields[unit], ...patch };
  for (const [name, value] of Object.entries(values)) if (value === null) delete values[name];
  const { [unit]: _old, ...rest } = fields;
  return Object.keys(values).length ? { ...rest, [unit]: values } : rest;
}

const missing = (fields) => NEEDED.filter((name) => !fields.identity?.[name]);

function page({ fields, patients, parts, problem, busy, asked }, acts, then) {
  const twin = samePerson(patients, fields.identity ?? {});
  const lacking = asked ? missing(fields) : [];
  const labels = Object.fromEntries((parts[0]?.fields ?? []).map(({ name, label }) => [name, label]));
  return html`
    <div class="page">
      <a class="back" href=${then === "note" ? "#/" : "#/patients"}>${icon("back")}${then === "note" ? t("Home") : t("Patients")}</a>
      <div class="cluster cluster--apart"><h1 tabindex="-1">${t("New patient")}</h1>
        ${Object.keys(fields).length ? html`<button type="button" class="button button--quiet" @click=${acts.empty}>${t("Start afresh")}</button>` : nothing}</div>
      <p class="quiet">${t("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
      ${patientForm(parts.slice(0, 1), fields, acts)}
      ${twin ? twinWarning(twin) : nothing}
      ${lacking.length ? html`<div class="banner" data-severity="reason" role="alert">${icon("reason")}<p>${t("Still needed: {list}", { list: lacking.map((name) => labels[name] ?? name).join(", ") })}</p></div>` : nothing}
      ${patientForm(parts.slice(1), fields, acts)}
      ${problem ? html`<div class="banner" data-severity="block" role="alert">${icon("block")}<p>${problem}</p></div>` : nothing}
      <div class="bar"><button type="button" class="button button--primary" ?disabled=${busy} @click=${acts.create}>${
        then === "note" ? t("Create and begin the note") : t("Create the patient")}</button></div>
    </div>`;
}

const twinWarning = (twin) => html`
  <div class="banner" data-severity="warn" role="alert">${icon("warn")}
    <p class="grow"><strong>${t("There is a patient of this name and birth date already.")}</strong><br />${patientName(twin)} · ${patientFacts(twin)}</p>
    <a class="button" href="#/patients/${twin.id}">${t("Open that one")}</a></div>`;
