// @ts-nocheck
import { patched } from "../../core/merge.js";
import { firstDay, formatDateTime, formatTime, localIso, today } from "../../lib/dates.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { active, liveView, once } from "../../live-query.js";
import { navigate } from "../../router.js";
import { clearDraft, findDraft, saveDraft } from "../../store/drafts.js";
import { createPatient } from "../../store/edits.js";
import { formSections, oldest } from "../../store/forms.js";
import { attempts } from "../../ui/forms/async-action.js";
import { fieldId, isEmpty } from "../../ui/forms/field.js";
import { flushTyping } from "../../ui/forms/typed-text.js";
import { backLink, banner, bar, button, primary, quiet, trouble } from "../../ui/layout/page.js";
import { startNote } from "./choose-patient.js";
import { twinWarning } from "./patient-controller.js";
import { patientForm } from "./patient-form.js";

const DRAFT = "patient:new";
const NEEDED = ["mrn", "given", "family", "birth_date"];

export const title = () => t("New patient");

/**
 * Kept as a draft on the tablet while it is written; becomes a patient with the button. A draft that is found is somebody
 * else until the person here says that they go on with it. `then` = "note" goes on to a note.
 */
export function view(host, { next: then }, app) {
  const entry = { fields: {}, begun: new Set(), found: null, problem: "", busy: false, asked: false };
  const load = async () => {
    const draft = await findDraft(DRAFT);
    if (draft && saysSomething(draft.value)) entry.found = draft;
    return formSections();
  };
  return liveView(host, { patients: active("patient"), parts: once(load) }, (found, redraw) =>
    screen({ ...found, entry, then }, actsOn(entry, redraw, then, app)),
  );
}

function actsOn(entry, redraw, then, app) {
  const attempt = attempts(entry, redraw);
  const keep = (fields) => {
    Object.assign(entry, { fields, problem: "" });
    redraw();
    return saveDraft(DRAFT, fields).catch((error) => {
      entry.problem = error.message;
      redraw();
      return false;
    });
  };
  return {
    oldest: oldest(),
    change: (unit, patch) => keep(patched(entry.fields, unit, patch)),
    begun: entry.begun,
    begin: (unit) => {
      entry.begun.add(unit);
      redraw();
    },
    remove: (unit) => {
      entry.begun.delete(unit);
      const { [unit]: _gone, ...rest } = entry.fields;
      return keep(rest);
    },
    resume: () => {
      Object.assign(entry, { fields: entry.found.value, found: null });
      redraw();
    },
    empty: async () => {
      Object.assign(entry, { fields: {}, found: null });
      entry.begun.clear();
      await clearDraft(DRAFT);
      redraw();
    },
    create: () => {
      flushTyping();
      entry.asked = true;
      redraw();
      const [first] = missing(entry.fields);
      if (first) return document.getElementById(fieldId("identity", first))?.focus();
      return (
        entry.busy ||
        attempt(async () => {
          const id = await createPatient(entry.fields);
          await clearDraft(DRAFT);
          await (then === "note" ? startNote(id, app) : navigate(`/patients/${id}`));
        })
      );
    },
  };
}

const saysSomething = (fields) =>
  Object.values(fields).some((unit) => Object.values(unit).some((value) => !isEmpty(value)));

const missing = ({ identity = {} }) =>
  NEEDED.filter((name) => !identity[name] || (name === "birth_date" && !isBirthDate(identity[name])));

const isBirthDate = (birth) => birth >= firstDay(oldest()) && birth <= today();

const nameOf = ({ identity: { given, family } = {} }) => [given, family].filter(Boolean).join(" ");

/** Nothing of it stands in the form before it is said whose it is. */
function unfinished({ value, at }, acts) {
  const name = nameOf(value) || t("without a name");
  const time = localIso(new Date(at)).startsWith(today()) ? formatTime(at) : formatDateTime(at);
  return html`${banner("info", html`<strong>${t("Unfinished entry: {name}, {time}", { name, time })}</strong><p>${t("Is this the same person?")}</p>`)}
    ${bar(button(t("Discard it"), acts.empty), primary(t("Continue this entry"), acts.resume))}`;
}

function screen({ patients, parts, entry, then }, acts) {
  const { fields, found } = entry;
  const toNote = then === "note";
  return html`
    <div class="page">
      ${backLink(...(toNote ? ["#/", t("Home")] : ["#/patients", t("Patients")]))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${title()}</h1>
        ${Object.keys(fields).length ? quiet(t("Start afresh"), acts.empty) : nothing}</div>
      ${found ? unfinished(found, acts) : form({ patients, parts, entry, toNote }, acts)}
    </div>`;
}

function form({ patients, parts, entry, toNote }, acts) {
  const { fields, problem, busy, asked } = entry;
  const lacking = asked ? missing(fields) : [];
  const labelOf = (name) => parts[0]?.fields.find((field) => field.name === name)?.label ?? name;
  const writing = { ...acts, about: nameOf(fields) || title() };
  return html`
    <p class="quiet">${t("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${patientForm(parts.slice(0, 1), fields, writing)}
    ${twinWarning(patients, fields)}
    ${lacking.length ? banner("reason", t("Still needed: {list}", { list: lacking.map(labelOf).join(", ") }), nothing, "alert") : nothing}
    ${patientForm(parts.slice(1), fields, writing)}
    ${trouble(problem)}
    ${bar(primary(toNote ? t("Create and begin the note") : t("Create the patient"), acts.create, busy))}`;
}
