import { fieldId } from "../components/field.js";
import { attempts } from "../components/attempt.js";
import { patched } from "../core/merge.js";
import { backLink, banner, bar, primary, quiet, trouble } from "../components/parts.js";
import { patientForm } from "../components/patient-form.js";
import { flushTyping } from "../components/typing.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { clearDraft, getDraft, saveDraft } from "../store/drafts.js";
import { createPatient } from "../store/edits.js";
import { formSections } from "../store/forms.js";
import { startNote } from "./choose-patient.js";
import { active, liveView, once } from "./live-view.js";
import { twinWarning } from "./patient-parts.js";

const DRAFT = "patient:new";
const NEEDED = ["mrn", "given", "family", "birth_date"];

export const title = () => t("New patient");

/** Kept as a draft on the tablet while it is written; becomes a patient with the button. `then` = "note" goes on to a note. */
export function view(host, { next: then }, app) {
  const entry = { fields: {}, problem: "", busy: false, asked: false };
  const load = async () => {
    entry.fields = (await getDraft(DRAFT)) ?? {};
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
    saveDraft(DRAFT, fields);
    redraw();
  };
  return {
    change: (unit, patch) => keep(patched(entry.fields, unit, patch)),
    remove: (unit) => {
      const { [unit]: _gone, ...rest } = entry.fields;
      keep(rest);
    },
    empty: async () => {
      entry.fields = {};
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

const missing = (fields) => NEEDED.filter((name) => !fields.identity?.[name]);

function screen({ patients, parts, entry, then }, acts) {
  const { fields, problem, busy, asked } = entry;
  const lacking = asked ? missing(fields) : [];
  const labelOf = (name) => parts[0]?.fields.find((field) => field.name === name)?.label ?? name;
  const toNote = then === "note";
  return html`
    <div class="page">
      ${backLink(...(toNote ? ["#/", t("Home")] : ["#/patients", t("Patients")]))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${title()}</h1>
        ${Object.keys(fields).length ? quiet(t("Start afresh"), acts.empty) : nothing}</div>
      <p class="quiet">${t("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
      ${patientForm(parts.slice(0, 1), fields, acts)}
      ${twinWarning(patients, fields)}
      ${lacking.length ? banner("reason", t("Still needed: {list}", { list: lacking.map(labelOf).join(", ") }), nothing, "alert") : nothing}
      ${patientForm(parts.slice(1), fields, acts)}
      ${trouble(problem)}
      ${bar(primary(toNote ? t("Create and begin the note") : t("Create the patient"), acts.create, busy))}
    </div>`;
}
