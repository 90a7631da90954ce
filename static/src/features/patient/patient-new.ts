import { patched } from "../../core/merge.js";
import { firstDay, formatDateTime, formatTime, localIso, today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView, once, summaries } from "../../live-query.js";
import { navigate } from "../../router.js";
import { clearDraft, findDraft, saveDraft } from "../../store/drafts.js";
import { createPatient } from "../../store/edits.js";
import { formSections, oldest } from "../../store/forms.js";
import type { Summaries } from "../../store/summaries.js";
import type { AppContext, Content, Section } from "../../types.js";
import { type ActionState, attempts } from "../../ui/forms/async-action.js";
import { fieldId, isEmpty } from "../../ui/forms/field.js";
import { flushTyping } from "../../ui/forms/typed-text.js";
import { backLink, banner, bar, button, errorMessage, primary, quiet } from "../../ui/layout/page.js";
import { startNote } from "./choose-patient.js";
import { twinWarning } from "./patient-controller.js";
import { type PatientActs, patientForm } from "./patient-form.js";
import { holdsNumber } from "./patient-labels.js";

const DRAFT = "patient:new";
const NEEDED = ["mrn", "given", "family", "birth_date"];

/** An entry that was started earlier, and when it was last written. */
interface Draft {
  value: Content;
  at: string;
}

interface Entry extends ActionState {
  fields: Content;
  /** Units that were added here. */
  begun: Set<string>;
  /** An earlier draft, until the person says whose it is. */
  found: Draft | null;
  busy: boolean;
  /** Whether a record number is another patient's, as far as this tablet knows. */
  isTaken: (fields: Content) => boolean;
  /** The button was pressed: from now on the form shows what is missing. */
  asked: boolean;
}

interface NewPatientActs extends Omit<PatientActs, "about"> {
  resume: () => void;
  empty: () => Promise<void>;
  create: () => unknown;
}

interface NewPatientScreen {
  patients: Summaries;
  parts: Section[];
  entry: Entry;
  /** A note is started once the patient is created. */
  toNote: boolean;
}

export const title = () => t("New patient");

/**
 * The entry is stored as a draft on the tablet while it is typed, and becomes a patient with the button. An existing
 * draft may be another patient's, so the person must first say that they continue it. `next` = "note" goes on to a
 * note.
 */
export function view(host: HTMLElement, { next }: { next?: string }, app: AppContext) {
  const toNote = next === "note";
  const entry: Entry = {
    fields: {},
    begun: new Set(),
    found: null,
    problem: "",
    busy: false,
    isTaken: () => false,
    asked: false,
  };
  const load = async () => {
    const draft = await findDraft(DRAFT);
    if (draft && saysSomething(draft.value)) entry.found = draft;
    return formSections();
  };
  return liveView(host, { patients: summaries("patient"), parts: once(load) }, (found, redraw) =>
    screen({ ...found, entry, toNote }, actsOn(entry, redraw, toNote, app)),
  );
}

function actsOn(entry: Entry, redraw: () => void, toNote: boolean, app: AppContext): NewPatientActs {
  const attempt = attempts(entry, redraw);
  const keep = (fields: Content) => {
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
      if (entry.found) Object.assign(entry, { fields: entry.found.value, found: null });
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
      const [first] = [...missing(entry.fields), ...(entry.isTaken(entry.fields) ? ["mrn"] : [])];
      if (first) return document.getElementById(fieldId("identity", first))?.focus();
      return (
        entry.busy ||
        attempt(async () => {
          const id = await createPatient(entry.fields);
          await clearDraft(DRAFT);
          await (toNote ? startNote(id, app) : navigate(`/patients/${id}`));
        })
      );
    },
  };
}

const saysSomething = (fields: Content): boolean =>
  Object.values(fields).some((unit) => Object.values(unit).some((value) => !isEmpty(value)));

const missing = ({ identity = {} }: Content): string[] =>
  NEEDED.filter((name) => !identity[name] || (name === "birth_date" && !isBirthDate(identity[name])));

const isBirthDate = (birth: string): boolean => birth >= firstDay(oldest()) && birth <= today();

const nameOf = ({ identity: { given, family } = {} }: Content): string => [given, family].filter(Boolean).join(" ");

/** The form shows nothing of the draft before the person has said whose it is. */
function unfinished({ value, at }: Draft, acts: NewPatientActs): Template {
  const name = nameOf(value) || t("without a name");
  const time = localIso(new Date(at)).startsWith(today()) ? formatTime(at) : formatDateTime(at);
  return html`${banner("info", html`<strong>${t("Unfinished entry: {name}, {time}", { name, time })}</strong><p>${t("Is this the same person?")}</p>`)}
    ${bar(button(t("Discard it"), acts.empty), primary(t("Continue this entry"), acts.resume))}`;
}

function screen(shown: NewPatientScreen, acts: NewPatientActs): Template {
  const { entry, toNote } = shown;
  const { fields, found } = entry;
  return html`
    <div class="page">
      ${toNote ? backLink("#/", t("Home")) : backLink("#/patients", t("Patients"))}
      <div class="cluster cluster--apart"><h1 tabindex="-1">${title()}</h1>
        ${Object.keys(fields).length ? quiet(t("Start afresh"), acts.empty) : nothing}</div>
      ${found ? unfinished(found, acts) : form(shown, acts)}
    </div>`;
}

function form({ patients, parts, entry, toNote }: NewPatientScreen, acts: NewPatientActs): Template {
  const { fields, problem, busy, asked } = entry;
  entry.isTaken = ({ identity = {} }) => patients.all.some((patient) => holdsNumber(patient, identity));
  const lacking = asked ? missing(fields) : [];
  const labelOf = (name: string) => parts[0]?.fields.find((field) => field.name === name)?.label ?? name;
  const writing: PatientActs = { ...acts, about: nameOf(fields) || title() };
  return html`
    <p class="quiet">${t("Name, number and birth date are enough to begin. The rest can be filled in while the cream works.")}</p>
    ${patientForm(parts.slice(0, 1), fields, writing)}
    ${twinWarning(patients.all, fields)}
    ${asked && entry.isTaken(fields) ? banner("block", t("A record number belongs to one patient. Open that one, or enter another number."), nothing, "alert") : nothing}
    ${lacking.length ? banner("reason", t("Still needed: {list}", { list: lacking.map(labelOf).join(", ") }), nothing, "alert") : nothing}
    ${patientForm(parts.slice(1), fields, writing)}
    ${errorMessage(problem)}
    ${bar(primary(toNote ? t("Create and begin the note") : t("Create the patient"), acts.create, busy))}`;
}
