// What concerns a patient beyond a single visit: courses, and open and closed adverse events.
import { choiceIn } from "../../core/catalogue.js";
import type { Standing } from "../../core/courses.js";
import { CLOSED, isReported } from "../../core/facts/event.js";
import { unitsOf } from "../../core/units.js";
import { formatDate } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Content, Forms, LocalRecord, Section, Unit } from "../../types.js";
import { listRow } from "../../ui/layout/list-row.js";
import { button, dotted, group } from "../../ui/layout/page.js";
import { courseProgress } from "../../ui/layout/progress.js";
import { courseLabel, coursesOf } from "../course/course-labels.js";

/** An adverse event with at least one entry. */
export interface PatientEvent {
  unit: string;
  event: Unit;
  open: boolean;
}

/** The data of a patient's courses. */
interface CourseOptions {
  parts: Section[];
  forms: Forms | null;
  /** Starts a course; null without the permission. */
  begin: (() => unknown) | null;
}

export const isOpenEvent = (event: Unit): boolean => !CLOSED.includes(event.outcome);

const addKey = (words: string, press: () => unknown): Template =>
  html`<div class="cluster">${button(words, press, false, "plus")}</div>`;

/** The adverse events with at least one entry, open ones first, then the newest. */
export const eventsOf = (fields: Content): PatientEvent[] =>
  unitsOf(fields, "ae")
    .filter((unit) => isReported(fields[unit]))
    .map((unit) => ({ unit, event: fields[unit], open: isOpenEvent(fields[unit]) }))
    .sort((a, b) => Number(b.open) - Number(a.open) || (b.event.onset_at ?? "").localeCompare(a.event.onset_at ?? ""));

export const eventName = (event: Unit, parts: Section[]): string =>
  choiceIn(parts, "ae", "term", event.term) ?? t("Adverse event");

const partHref = (patient: LocalRecord, unit: string) => `#/patients/${patient.id}/part/${unit}`;

const eventRow =
  (patient: LocalRecord, parts: Section[]) =>
  ({ unit, event, open }: PatientEvent): Template =>
    listRow({
      href: partHref(patient, unit),
      title: eventName(event, parts),
      detail: dotted(
        event.onset_at && t("since {date}", { date: formatDate(event.onset_at) }),
        event.ctcae_grade && t("grade {n}", { n: event.ctcae_grade }),
        event.resolved_at
          ? t("resolved {date}", { date: formatDate(event.resolved_at) })
          : choiceIn(parts, "ae", "outcome", event.outcome),
      ),
      end: html`<span class="tag" data-state=${open ? "open" : "resolved"}>${open ? t("Open") : t("Closed")}</span>`,
    });

/** `report` starts an adverse event; null without the permission. */
export function adverseEvents(
  patient: LocalRecord,
  parts: Section[],
  { report }: { report: (() => unknown) | null },
): Template {
  const events = eventsOf(patient.fields);
  if (!events.length && !report) return nothing;
  return group(
    t("Adverse events"),
    html`
    ${events.length ? html`<ul class="list">${events.map(eventRow(patient, parts))}</ul>` : nothing}
    ${report ? addKey(t("Report an adverse event"), report) : nothing}`,
    events.length,
    events.some(({ open }) => open) ? "reason" : undefined,
  );
}

function courseRow(patient: LocalRecord, parts: Section[], course: Standing): Template {
  const plan = patient.fields[course.unit ?? ""] ?? {};
  const indications: string[] = plan.indication ?? [];
  const what = indications.map((value) => choiceIn(parts, "course", "indication", value) ?? value).join(", ");
  const progress = course.m ? t("{n} of {m} visits done", course) : t("{n} visits done", { n: course.n });
  const detail = html`${progress} · <span data-tone=${course.state === "late" ? "reason" : nothing}>${courseLabel(course)}</span>`;
  if (!course.unit) return html`<li class="course-line">${courseProgress(course)}<span>${detail}</span></li>`;
  return listRow({
    href: partHref(patient, course.unit),
    title: what || t("Course of treatment"),
    detail,
    end: courseProgress(course),
  });
}

export function courses(patient: LocalRecord, notes: LocalRecord[], { parts, forms, begin }: CourseOptions): Template {
  const all = coursesOf(patient, notes, forms);
  if (!all.length && !begin) return nothing;
  return group(
    t("Course of treatment"),
    html`
    ${all.length ? html`<ul class="list">${all.map((course) => courseRow(patient, parts, course))}</ul>` : nothing}
    ${begin && !all.some(({ unit, running }) => unit && running) ? addKey(t("Begin a course"), begin) : nothing}`,
  );
}
