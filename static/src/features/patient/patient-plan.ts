// @ts-nocheck
// What runs with a patient beyond the single visit: the courses, and the adverse events that are open or were.
import { choiceIn } from "../../core/catalogue.js";
import { CLOSED, isTold } from "../../core/facts/event.js";
import { unitsOf } from "../../core/units.js";
import { formatDate } from "../../lib/dates.js";
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { listRow } from "../../ui/layout/list-row.js";
import { button, dotted, group } from "../../ui/layout/page.js";
import { courseProgress } from "../../ui/layout/progress.js";
import { coursesOf, courseWords } from "../course/course-labels.js";

export const isOpenEvent = (event) => !CLOSED.includes(event.outcome);

const addKey = (words, press) => html`<div class="cluster">${button(words, press, false, "plus")}</div>`;

/** The adverse events of which something was said, open ones first, then the newest: [{unit, event, open}]. */
export const eventsOf = (fields) =>
  unitsOf(fields, "ae")
    .filter((unit) => isTold(fields[unit]))
    .map((unit) => ({ unit, event: fields[unit], open: isOpenEvent(fields[unit]) }))
    .sort((a, b) => Number(b.open) - Number(a.open) || (b.event.onset_at ?? "").localeCompare(a.event.onset_at ?? ""));

export const eventName = (event, parts) => choiceIn(parts, "ae", "term", event.term) ?? t("Adverse event");

const partHref = (patient, unit) => `#/patients/${patient.id}/part/${unit}`;

const eventRow =
  (patient, parts) =>
  ({ unit, event, open }) =>
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

/** acts: {begin?(), report?()}: what the person looking may do. */
export function adverseEvents(patient, parts, acts) {
  const events = eventsOf(patient.fields);
  if (!events.length && !acts.report) return nothing;
  return group(
    t("Adverse events"),
    html`
    ${events.length ? html`<ul class="list">${events.map(eventRow(patient, parts))}</ul>` : nothing}
    ${acts.report ? addKey(t("Report an adverse event"), acts.report) : nothing}`,
    events.length,
    events.some(({ open }) => open) ? "reason" : nothing,
  );
}

function courseRow(patient, parts, course) {
  const plan = patient.fields[course.unit] ?? {};
  const what = (plan.indication ?? [])
    .map((value) => choiceIn(parts, "course", "indication", value) ?? value)
    .join(", ");
  const progress = course.m ? t("{n} of {m} visits done", course) : t("{n} visits done", { n: course.n });
  const detail = html`${progress} · <span data-tone=${course.state === "late" ? "reason" : nothing}>${courseWords(course)}</span>`;
  if (!course.unit) return html`<li class="course-line">${courseProgress(course)}<span>${detail}</span></li>`;
  return listRow({
    href: partHref(patient, course.unit),
    title: what || t("Course of treatment"),
    detail,
    end: courseProgress(course),
  });
}

export function courses(patient, notes, { parts, forms, begin }) {
  const all = coursesOf(patient, notes, forms);
  if (!all.length && !begin) return nothing;
  return group(
    t("Course of treatment"),
    html`
    ${all.length ? html`<ul class="list">${all.map((course) => courseRow(patient, parts, course))}</ul>` : nothing}
    ${begin && !all.some(({ unit, running }) => unit && running) ? addKey(t("Begin a course"), begin) : nothing}`,
  );
}
