// The patient's page printed from this tablet, online or offline: the same document as the PDF of the server.
import { patientPage } from "../../core/patient-page/facts.js";
import { pageOf } from "../../core/patient-page/page.js";
import type { PageNote } from "../../core/patient-page/types.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { depthLevel } from "../../lib/formats.js";
import { t } from "../../lib/i18n.js";
import { every, liveView, one, printKey } from "../../live-query.js";
import { readIfThere } from "../../sync/snapshot.js";
import type { AppContext, Forms, LocalRecord } from "../../types.js";
import { chips } from "../../ui/controls/chips.js";
import { backLink, banner, bar, tick } from "../../ui/layout/page.js";
import { noForms, peopleAround } from "../note/note-context.js";
import { isOpen, isSigned } from "../note-record/visit-labels.js";
import { askForAbsent, gonePatient } from "../patient/absent.js";
import { identity, patientName } from "../patient/patient-labels.js";
import { patientSheet } from "./patient-sheet.js";

export const title = () => t("Patient's page");

interface Choice {
  /** The patient's own until another one is chosen. */
  language: string;
  /** Whether a pregnancy that was the reason to wait is named on paper. */
  named: boolean;
}

interface Found {
  patient: LocalRecord;
  notes: LocalRecord[];
  calls: LocalRecord[];
}

const SIGNED_CALL = ["signed", "acknowledged"];

const sourcesOf = (id: string) => ({
  patient: one("patient", id),
  notes: every("note", { patientId: id }),
  calls: every("follow_up", { patientId: id }),
});

export const view = (host: HTMLElement, { id }: { id: string }, app: AppContext) => {
  const choice: Choice = { language: "", named: false };
  let absent: (() => Template) | undefined;
  return liveView(host, sourcesOf(id), ({ patient, notes, calls }, redraw) => {
    if (!app.forms) return noForms();
    if (!patient) {
      absent ??= askForAbsent(() => readIfThere(id), gonePatient, redraw);
      return absent();
    }
    return html`
      <div class="page">
        ${backLink(`#/patients/${id}`, patientName(patient))}
        ${screen({ patient, notes, calls }, choice, app, redraw)}
      </div>`;
  });
};

/** Why there is nothing to print, or the page with its choices. */
function screen(found: Found, choice: Choice, app: AppContext, redraw: () => void): Template {
  const { patient, notes, calls } = found;
  const setup = app.forms.patient_page;
  const facts = setup && patientPage(patient.fields, brief(notes), signedCalls(calls), Date.now(), basis(app.forms));
  if (!setup) return refused(t("The text of the page has not arrived yet. This tablet has to reach the server once."));
  if (!facts) return refused(t("No visit is signed yet. The page says what a signed note says."));
  const own = String(patient.fields.identity?.language ?? "en");
  const approved = Object.keys(setup.languages);
  const code = choice.language || own;
  if (!approved.includes(code) && !approved.length)
    return refused(
      t("Nobody has approved the text of this page. A supervisor approves it under More, Patient's page."),
    );
  const asked = chips({
    choices: approved.map((value) => ({ value, label: String(setup.languages[value].name) })),
    value: code,
    className: "no-print",
    onChange: (value) => {
      choice.language = String(value || code);
      redraw();
    },
  });
  if (!approved.includes(code))
    return html`${asked}${refused(t("The text is not approved in the language of this patient. Choose another one."))}`;
  const { phone } = setup;
  if (!phone && !facts.phone)
    return refused(
      t("The page has no telephone number to call. An administrator enters it under More, Patient's page."),
    );
  const names = {
    ...namesOf(found, facts.operator, app),
    phone,
    emergency: setup.emergency,
    named: choice.named,
  };
  const ask = (on: boolean) => {
    choice.named = on;
    redraw();
  };
  const page = pageOf(facts, names, setup.languages[code], code, setup.care);
  return html`
    <div class="no-print stack">${asked}${facts.deferred?.private.length ? tick(t("Name the pregnancy on paper"), choice.named, ask) : nothing}${leftOut(notes)}</div>
    <div class="paper">${unconfirmed(found)}${patientSheet(page)}</div>
    ${bar(printKey())}`;
}

const refused = (words: string): Template => banner("warn", words, nothing, "status");

const basis = ({ limits, patient_page: setup }: Forms) => ({
  limits,
  care: setup?.care ?? {
    out: [],
    sun: { item: "", strict: 0, low: 0, screen: 0 },
    skin: [],
    cards: [],
    axis: [],
    over_days: 0,
  },
  level: depthLevel,
});

const brief = (records: LocalRecord[]): PageNote[] =>
  records
    .filter(({ state }) => state !== "void")
    .map(({ id, state, fields, signatures, author_id }) => ({
      id,
      state,
      content: fields,
      signatures: (signatures ?? []) as PageNote["signatures"],
      author_id,
    }));

const signedCalls = (calls: LocalRecord[]) => brief(calls.filter(({ state }) => SIGNED_CALL.includes(state)));

function namesOf({ patient, notes }: Found, operator: string | null, app: AppContext) {
  const { mrn = "", birth_date = "" } = identity(patient);
  const people = peopleAround(app, notes);
  return {
    patient: patientName(patient),
    mrn: String(mrn),
    birth_date: String(birth_date),
    operator: people.find(({ id }) => id === operator)?.name ?? "",
    clinic: app.clinic.name,
    demo: app.demo,
  };
}

/** Whether the server has not confirmed all of it. */
const local = (record: LocalRecord) => record.pending > 0 || Object.keys(record.local ?? {}).length > 0;

const unconfirmed = ({ patient, notes }: Found): Template =>
  [patient, ...notes.filter(isSigned)].some(local)
    ? html`<p class="summary-warning">${t("Printed from the tablet, not yet confirmed by the server.")}</p>`
    : nothing;

function leftOut(notes: LocalRecord[]): Template {
  const n = notes.filter(isOpen).length;
  if (!n) return nothing;
  const words =
    n === 1
      ? t("One visit is not signed yet and is left out of this summary.")
      : t("{n} visits are not signed yet and are left out of this summary.", { n });
  return html`<p class="summary-warning">${words}</p>`;
}
