import { choiceLabel, fieldOf, sectionFor } from "../../core/catalogue.js";
import { isReached } from "../../core/follow-up.js";
import { ageYears, formatDate, formatDateTime, formatMinutes } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Clinic, Content, Forms, LocalRecord, Person, Section, Unit, User } from "../../types.js";
import { seriesTable } from "../../ui/layout/line-chart.js";
import { courseLabel, coursesOf } from "../course/course-labels.js";
import { depthText, faceMap, labelsOf, zonesOf } from "../face-map/face-map.js";
import { wordsForPatient } from "../follow-up/follow-up-cards.js";
import { byTime, callsOf } from "../follow-up/follow-up-labels.js";
import { contentLines } from "../note-record/content-lines.js";
import { isOpen, isSigned, sessionDate, stateLabel, visit, visitLabel } from "../note-record/visit-labels.js";
import { zoneDepths } from "../patient/open-event.js";
import { allergies, allergyLabel, type Flag, keyHistory } from "../patient/patient-header.js";
import { identity, patientName } from "../patient/patient-labels.js";
import { eventName, eventsOf } from "../patient/patient-plan.js";
import { scored } from "./outcome-charts.js";

export interface SummaryContext {
  forms: Forms;
  people: Person[];
  clinic: Clinic;
  /** Who prints it. */
  user: User;
  /** The sections of a patient. */
  parts: Section[];
}

/** The text about one section of a visit. */
interface Told {
  section: string;
  words: string;
}

const VISITS = 8;
/** The parts of a visit that a patient or the next clinic needs, in order: [unit, fields, with their labels]. */
const TOLD: [string, string[], boolean][] = [
  ["visit", ["indication", "modality", "operator"], false],
  ["numbing", ["product", "amount_g", "area_cm2"], false],
  ["device", ["product", "cartridge_lot"], true],
  ["prp", ["volume_ml", "route", "anticoagulant"], false],
  ["needling", ["pain_nrs"], true],
  ["obs:T0", ["erythema"], true],
  ["obs:T30", ["erythema", "pain_now"], true],
  ["outcome", ["gais_clinician", "gais_patient", "satisfaction"], true],
];

function picked({ fields }: LocalRecord, unit: string, names: string[], { forms, people }: SummaryContext) {
  const values = Object.fromEntries(
    names.filter((name) => fields[unit]?.[name] !== undefined).map((name) => [name, fields[unit][name]]),
  );
  return Object.keys(values).length ? contentLines("note", { [unit]: values }, forms, people) : [];
}

/** How long the cream was on, from its two times. */
function contact({ applied_at: on, removed_at: off }: Unit = {}): string[] {
  const minutes = (Date.parse(off) - Date.parse(on)) / 60_000;
  return minutes > 0 ? [t("{time} on the skin", { time: formatMinutes(minutes) })] : [];
}

const told = (note: LocalRecord, context: SummaryContext): Told[] =>
  TOLD.filter(([unit]) => note.fields[unit]?.used !== false).flatMap(([unit, names, labelled]) =>
    picked(note, unit, names, context).map(({ section, lines }) => {
      const words = lines.map(({ label, value }) => (labelled ? `${label} ${value}` : value));
      return { section, words: [...words, ...(unit === "numbing" ? contact(note.fields.numbing) : [])].join(" · ") };
    }),
  );

/** The advice that was given. */
function aftercare({ fields }: LocalRecord, { forms }: SummaryContext): Template {
  const given = fields.aftercare ?? {};
  const field = fieldOf(sectionOf(forms, "aftercare"), "items");
  const items: string[] = (given.items ?? []).map((value: string) => choiceLabel(field, value) ?? value);
  if (!items.length && !given.phone) return nothing;
  return html`<section><h2>${t("After the treatment")}</h2>
    <ul class="summary-care">${items.map((item) => html`<li>${item}</li>`)}${given.phone ? html`<li><strong>${t("Call {phone} if something worries you", { phone: given.phone })}</strong></li>` : nothing}</ul></section>`;
}

const sectionOf = ({ record_types: { note } }: Forms, unit: string) => sectionFor(note.sections, unit);

function depthRange(fields: Content): string {
  const all = zoneDepths(fields);
  return all.length ? `${depthText({ depth_mm: all })} mm` : "–";
}

/** Whether the server has not confirmed all of it. */
const local = (record: LocalRecord) => record.pending > 0 || Object.keys(record.local ?? {}).length > 0;

const visitLine = (note: LocalRecord): Template => html`<tr>
  <td>${formatDate(sessionDate(note))}</td><td>${visitLabel(note)}</td><td>${depthRange(note.fields)}</td>
  <td>${note.fields.prp?.used && note.fields.prp.volume_ml ? t("{n} mL", { n: note.fields.prp.volume_ml }) : "–"}</td>
  <td>${stateLabel(note.state)}${local(note) ? html` <strong>${t("(tablet only)")}</strong>` : nothing}</td></tr>`;

function lastVisit(note: LocalRecord, context: SummaryContext): Template {
  const section = sectionOf(context.forms, "zone");
  const labels = section ? labelsOf(section) : {};
  const zones = zonesOf(note.fields);
  return html`
    <section class="summary-last">
      <h2>${t("Last treatment, {date}", { date: formatDate(sessionDate(note)) })}</h2>
      <div class="summary-columns">
        <dl class="summary-told">${told(note, context).map(({ section, words }) => html`<div><dt>${section}</dt><dd>${words}</dd></div>`)}
          <div><dt>${t("Zones")}</dt><dd>${
            Object.entries(zones)
              .map(([key, zone]) => `${labels[key] ?? key} ${depthText(zone)} mm`)
              .join(" · ") || t("none")
          }</dd></div></dl>
        ${Object.keys(zones).length ? faceMap({ zones, labels }) : nothing}
      </div>
    </section>
    ${aftercare(note, context)}`;
}

/** What was seen or heard after the visit, and the advice given; not what was said about a red flag. */
function afterVisit(calls: LocalRecord[], { forms }: SummaryContext): Template {
  const reached = calls
    .filter(({ fields }) => isReached(fields))
    .sort(byTime)
    .reverse();
  if (!reached.length) return nothing;
  return html`<section><h2>${t("After your visit")}</h2>
    ${reached.map((call) => html`<p><strong>${formatDate(call.fields.about.at)}</strong>: ${wordsForPatient(call, forms)}${local(call) ? html` <strong>${t("(tablet only)")}</strong>` : nothing}</p>`)}</section>`;
}

const listed = (found: Flag[]) => found.map(({ name, more }) => (more ? `${name} (${more})` : name)).join("; ");

const said = (label: string, words: string): Template =>
  words ? html`<p><strong>${label}:</strong> ${words}</p>` : nothing;

function eventLine({ onset_at: since, ctcae_grade: n, action, ...event }: Unit, parts: Section[]): Template {
  const more = [since && t("since {date}", { date: formatDate(since) }), n && t("grade {n}", { n })].filter(Boolean);
  return html`<p><strong>${eventName(event, parts)}</strong>${more.map((words) => `, ${words}`)}${action ? `: ${action}` : nothing}</p>`;
}

function leftOut(notes: LocalRecord[]): Template {
  const n = notes.filter(isOpen).length;
  if (!n) return nothing;
  const words =
    n === 1
      ? t("One visit is not signed yet and is left out of this summary.")
      : t("{n} visits are not signed yet and are left out of this summary.", { n });
  return html`<p class="summary-warning">${words}</p>`;
}

/**
 * One page about a patient, from the records on this tablet. `notes` and `calls` are all visits and follow-ups of the
 * patient; it shows the signed ones.
 */
export function summarySheet(
  patient: LocalRecord,
  notes: LocalRecord[],
  calls: LocalRecord[],
  context: SummaryContext,
): Template {
  const visits = notes.filter(isSigned);
  const { forms, parts, clinic, user } = context;
  const { fields } = patient;
  const { mrn, birth_date: birth } = identity(patient);
  const course = coursesOf(patient, notes, forms).find(({ state }) => state !== "closed");
  const treated = visits.find((note) => visit(note).performed === "treated");
  const events = eventsOf(fields).filter(({ open }) => open);
  const measured = scored(visits, forms);
  const earlier = visits.length - VISITS;
  return html`
    <article class="summary">
      <header class="summary-head"><div><h1 tabindex="-1">${patientName(patient)}</h1>
        <p>${t("Born {date}, {n} years · record {mrn}", { date: formatDate(birth), n: ageYears(birth) ?? "–", mrn })}</p></div>
        <p class="summary-from"><strong>${clinic.name}</strong><br />${t("Summary of treatment")}<br />${formatDateTime(new Date().toISOString())}</p></header>
      ${[patient, ...visits].some(local) ? html`<p class="summary-warning"><strong>${t("Printed from the tablet, not yet confirmed by the server.")}</strong> ${t("Lines marked “tablet only” have not reached it.")}</p>` : nothing}
      ${leftOut(notes)}
      <section class="summary-safety">${said(t("Allergies"), listed(allergies(fields, parts)) || allergyLabel(fields))}${said(t("History"), listed(keyHistory(fields, parts)))}</section>
      ${course ? said(t("Course"), `${course.m ? t("visit {n} of {m}", course) : t("visit {n}", course)}, ${courseLabel(course)}`) : nothing}
      ${events.length ? html`<section class="summary-safety"><h2>${t("Open adverse events")}</h2>${events.map(({ event }) => eventLine(event, parts))}</section>` : nothing}
      ${treated ? lastVisit(treated, context) : nothing}
      ${treated ? afterVisit(callsOf(treated, calls), context) : nothing}
      ${measured.length ? html`<section><h2>${t("Scars over the visits")}</h2>${seriesTable(measured)}</section>` : nothing}
      <section><h2>${t("Visits")}</h2>
        <table><thead><tr>${[t("Date"), t("Visit"), t("Depth"), "PRP", t("State")].map((words) => html`<th scope="col">${words}</th>`)}</tr></thead>
          <tbody>${visits.slice(0, VISITS).map(visitLine)}</tbody></table>
        ${earlier > 0 ? html`<p class="hint">${t("Earlier visits: {n}, in the full summary.", { n: earlier })}</p>` : nothing}</section>
      <footer class="hint">${t("Printed by {name}. The reviewed PDF of the server is the record; this page is what the tablet knew at this time.", { name: user.name })}</footer>
    </article>`;
}
