// What rules need and nobody has entered, for supervisors and administrators: one line for each patient in a course, in
// the order of the next visits, and one for each device or product of the latest notes. No note asks for it when it is
// signed. A serum that was used on freshly needled skin from a box that nobody has approved is listed too, because a
// supervisor's approval ends the warning.

import { ON_FILE } from "../../core/card-rules.js";
import { fieldOf, sectionFor } from "../../core/catalogue.js";
import { ALLERGIES, SEVERITY } from "../../core/not-on-file.js";
import { can } from "../../core/permissions.js";
import { approvedBoxes, comesFromApproved, isFrom } from "../../core/shelf.js";
import type { Summary } from "../../core/summary.js";
import { lotKey } from "../../core/traceability.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { active, liveView, once } from "../../live-query.js";
import { get } from "../../store/records.js";
import { allSummaries } from "../../store/summaries.js";
import type { AppContext, Finding, Forms, LocalRecord, Person, Unit } from "../../types.js";
import { attempts } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { listRow, listSection } from "../../ui/layout/list-row.js";
import { type LongList, longList } from "../../ui/layout/long-list.js";
import { backToMore, dotted, errorMessage, page } from "../../ui/layout/page.js";
import { allCourses } from "../course/all-courses.js";
import { courseDetail, type PatientCourse } from "../course/course-labels.js";
import { peopleAround } from "../note/note-context.js";
import { pathLabel } from "../note-record/fact-labels.js";
import { valueText } from "../note-record/value-text.js";
import { newestFirst } from "../note-record/visit-labels.js";
import { approve, mayApprove } from "../shelf/shelf-approval.js";
import { patientName } from "./patient-labels.js";

export const title = () => t("Not on file");

export function view(host: HTMLElement, _params: unknown, app: AppContext) {
  let long: LongList | undefined;
  const state = { problem: "" };
  const latest = once(latestSigned);
  const sources = { courses: allCourses(app.forms, isLacking), latest, boxes: active("lot") };
  const stop = liveView(host, sources, ({ courses, latest: { notes, all }, boxes }, redraw) => {
    long ??= longList(redraw);
    const things = thingsOnFile(notes, all, app);
    const serums = unapproved(notes, boxes);
    const press = (box: LocalRecord) => attempts(state, redraw)(() => approve(box, app.user.id));
    return page(
      title(),
      html`<p class="quiet">${t("What could not be checked because nobody has entered it. Once it is on file, it counts for every later visit.")}</p>
        ${list(courses, long, app)}
        ${listSection(t("Devices and products"), things.map(thingRow))}
        ${errorMessage(state.problem)}
        ${listSection(
          t("Serums on freshly needled skin, not approved"),
          serums.map((serum) => serumRow(serum, mayApprove(app) ? press : null)),
        )}`,
      backToMore(),
    );
  });
  return () => {
    long?.end();
    stop();
  };
}

const lackingOf = ({ patient }: PatientCourse): string[] => (patient as Summary).lacking ?? [];
const isLacking = (course: PatientCourse) => course.running && lackingOf(course).length;

function list(courses: PatientCourse[], long: LongList, app: AppContext): Template {
  const missing = [...new Map([...courses].reverse().map((each) => [each.patient.id, each])).values()].reverse();
  if (!missing.length)
    return emptyState(
      t("No patient has anything missing"),
      t("Every patient in a running course has what the rules need."),
    );
  const edits = can("patient.patch", app.user, null, app.forms);
  const row = (course: PatientCourse) =>
    listRow({
      href: `#/patients/${course.patient.id}${edits ? "/edit" : ""}`,
      title: patientName(course.patient),
      detail: lackingOf(course)
        .map((path) => words(path, app))
        .join(", "),
      end: courseDetail(course),
    });
  const rows = long.first(missing).map(row);
  return html`${listSection(t("Patients in a course"), rows, { count: missing.length })}${long.more(missing.length)}`;
}

const LATEST = 200;

/** A device or product that the latest signed notes could not be checked against. */
interface Thing {
  message: string;
  what: string;
  noteId: string;
  notes: number;
}

/** The latest signed notes, and the summaries of all. */
async function latestSigned(): Promise<{ notes: LocalRecord[]; all: LocalRecord[] }> {
  const { all } = await allSummaries("note");
  const latest = all.filter(({ state }) => state === "signed" || state === "approved").sort(newestFirst);
  const notes = await Promise.all(latest.slice(0, LATEST).map(({ id }) => get("note", id)));
  return { notes: notes.filter((note) => note !== null), all };
}

function thingsOnFile(notes: LocalRecord[], all: LocalRecord[], { forms, user }: AppContext): Thing[] {
  if (!forms) return [];
  const people = peopleAround({ user }, all);
  const found: Map<string, Thing> = new Map();
  for (const note of notes)
    for (const finding of (note.findings ?? []).filter(
      ({ rule, severity }) => severity === "info" && ON_FILE.includes(rule),
    )) {
      const what = named(finding, note, forms, people);
      count(found, `${finding.rule} ${what}`, { message: finding.message, what, noteId: note.id, notes: 0 });
    }
  return byCount(found);
}

const count = <Row extends { notes: number }>(found: Map<string, Row>, key: string, row: Row) => {
  const known = found.get(key) ?? row;
  found.set(key, { ...known, notes: known.notes + 1 });
};

const byCount = <Row extends { notes: number }>(found: Map<string, Row>): Row[] =>
  [...found.values()].sort((a, b) => b.notes - a.notes);

/** A serum that a note warned of, and its box where that is on the shelf. */
interface Serum {
  unit: Unit;
  box: LocalRecord | undefined;
  noteId: string;
  notes: number;
}

const ON_NEEDLED_SKIN = "S07";

/** Those that still lack an approval. What needs a reason at each visit is not among them. */
function unapproved(notes: LocalRecord[], boxes: LocalRecord[]): Serum[] {
  const approved = approvedBoxes(boxes.map(({ fields }) => fields));
  const found: Map<string, Serum> = new Map();
  for (const note of notes)
    for (const { rule, at, severity, was } of note.findings ?? []) {
      const unit = note.fields[at ?? ""];
      if (rule !== ON_NEEDLED_SKIN || !unit || (was ?? severity) !== "warn" || comesFromApproved(unit, approved))
        continue;
      const box = boxes.find(({ fields }) => fields.item?.kind === "serum" && isFrom(unit, fields.item));
      count(found, `${lotKey(unit.product)} ${lotKey(unit.lot)}`, { unit, box, noteId: note.id, notes: 0 });
    }
  return byCount(found);
}

const serumRow = ({ unit, box, noteId, notes }: Serum, press: ((box: LocalRecord) => unknown) | null): Template =>
  listRow({
    href: box ? `#/notes/${noteId}` : "#/shelf",
    title: dotted(unit.product || t("Unnamed product"), unit.lot),
    detail: box ? "" : t("Its box is not on the shelf. Put it there, then a supervisor can approve it."),
    end: t("notes: {n}", { n: notes }),
    ...(box && press && { act: { word: t("Approve"), icon: "check", press: () => press(box) } }),
  });

/** The values of the first two fields that the finding names. */
const named = (
  { fields }: Finding,
  note: LocalRecord,
  { record_types: { note: kind } }: Forms,
  people: Person[],
): string =>
  fields
    .map((path) => {
      const dot = path.lastIndexOf(".");
      const [unit, name] = [path.slice(0, dot), path.slice(dot + 1)];
      const field = fieldOf(sectionFor(kind.sections, unit), name);
      return field ? valueText(field, note.fields[unit]?.[name], people) : "";
    })
    .filter(Boolean)
    .slice(0, 2)
    .join(", ");

const thingRow = ({ message, what, noteId, notes }: Thing): Template =>
  listRow({
    href: `#/notes/${noteId}`,
    title: what || message,
    detail: what ? message : "",
    end: t("notes: {n}", { n: notes }),
  });

function words(path: string, { forms }: AppContext): string {
  if (path === ALLERGIES) return t("allergies not asked");
  if (path === SEVERITY) return t("severity of an allergy");
  return forms ? pathLabel(forms, `patient.${path}`) : path;
}
