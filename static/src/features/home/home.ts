import { can } from "../../core/permissions.js";
import { lateBy, waitsFor } from "../../core/review-policy.js";
import { openPins } from "../../core/trace.js";
import { today } from "../../lib/dates.js";
import { html, nothing, render, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { bones, liveView, openConflicts, type Source, withPatients } from "../../live-query.js";
import { settings, watchSettings } from "../../store/device.js";
import { type Twins, watchTwins } from "../../store/scope.js";
import { session } from "../../store/session.js";
import { afterFirstRead, watchQuarantine } from "../../store/status.js";
import type { ById, Summaries } from "../../store/summaries.js";
import type { AccountNotice, AppContext, LocalRecord, User } from "../../types.js";
import { reachedLabel } from "../../ui/controls/clock-plan.js";
import "../../ui/controls/elapsed.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { listRow, listSection } from "../../ui/layout/list-row.js";
import { bannerLink, bar, link, primary } from "../../ui/layout/page.js";
import { courseProgress } from "../../ui/layout/progress.js";
import { courseDetail, notesOf, type PatientCourse } from "../course/course-labels.js";
import { type OpenTask, pointLabel, taskRow } from "../follow-up/follow-up-labels.js";
import { firstRead } from "../frame/first-read.js";
import { mayTreat } from "../note/note-context.js";
import { type ClockLimits, limitKey, watchLimits } from "../note-record/clock-limits.js";
import { noteRow } from "../note-record/record-card.js";
import { pinWords } from "../note-record/pin-words.js";
import { isOpen, newestFirst, noteHref, runningClocks, sessionDate, visitLabel } from "../note-record/visit-labels.js";
import { choosePatient, startNote } from "../patient/choose-patient.js";
import { identityLines, watchIdentities } from "../patient/identity.js";
import { patientName } from "../patient/patient-labels.js";
import { type LostShot, watchLostShots } from "../photos/shots.js";
import { namedTwins, twinsLine } from "../patient/twins.js";
import { type HomeLists, homeLists, SHOWN } from "./home-lists.js";
import { lostShotLine } from "./lost-shot-line.js";
import { quarantineLine } from "./quarantine-line.js";

interface Sources {
  lists: HomeLists;
  conflicts: LocalRecord[];
  quarantine: number;
  twins: { found: Twins; patients: ById };
  lostShots: LostShot[];
  /** Patients whose identity was changed after a signature. */
  identities: LocalRecord[];
  /** How long the creams that are on may stay on. */
  limits: ClockLimits;
  /** The settings of the device. */
  settings: Record<string, string>;
  told: true;
  /** Draws the first steps of a clinic, for those who manage it. */
  first: (redraw: () => void) => Template;
}

type Courses = NonNullable<HomeLists["courses"]>;
type PatientOf = (note: LocalRecord) => LocalRecord | undefined;

export const title = () => t("Home");

export function view(host: HTMLElement, _params: unknown, app: AppContext) {
  const sources = {
    lists: homeLists(app),
    conflicts: openConflicts(),
    settings: watchSettings,
    limits: watchLimits,
    quarantine: watchQuarantine,
    twins: withPatients(watchTwins, namedTwins),
    identities: watchIdentities,
    lostShots: watchLostShots,
    told,
    first: firstSteps(app),
  };
  const lists = () =>
    liveView(
      host,
      sources,
      (found, redraw) => page(screen(found, app, redraw)),
      () => page(bones()),
    );
  return afterFirstRead(lists, () => render(page(firstRead()), host));
}

/** One page element for all later content, so that its heading keeps the focus. */
const page = (content: unknown): Template =>
  html`<div class="page home"><h1 class="unseen" tabindex="-1">${t("Home")}</h1>${content}</div>`;

/** The second column stays empty until the courses are computed. */
function screen(
  { lists, conflicts, quarantine, twins, identities, lostShots, limits, settings, first }: Sources,
  app: AppContext,
  redraw: () => void,
): Template {
  const { notes, patients, calls, tasks } = lists;
  const patientOf: PatientOf = (note) => patients.byId.get(note.patient_id ?? "");
  const day = today();
  const live = notes.all.filter(({ state }) => state !== "void");
  const near = live.filter((note) => isOpen(note) || sessionDate(note) === day).sort(newestFirst);
  const now = near.filter((note) => isOpen(note) && runningClocks(note).length);
  const todays = near.filter((note) => sessionDate(note) === day && !now.includes(note));
  const open = near.filter((note) => !now.includes(note) && !todays.includes(note));
  const standing = (state: string) => open.filter((note) => note.state === state);
  const row = (note: LocalRecord) => noteRow(note, patientOf(note));
  const work = [
    ...redFlags(calls, patientOf, app),
    listSection(
      t("Now"),
      now.map((note) => clockRow(note, patientOf(note), limits)),
      { tone: "now" },
    ),
    ...lostShots.map((lost) => lostShotLine(lost, live, patientOf)),
    conflicts.length
      ? bannerLink(
          "#/conflicts",
          html`<strong>${t("{n} conflicting edits", { n: conflicts.length })}</strong><br />${t("Both versions are kept. Choose which one to use.")}`,
        )
      : nothing,
    quarantine ? quarantineLine(quarantine, app) : nothing,
    ...twinsLine(twins.found, twins.patients, app),
    ...identityLines(identities, app),
    listSection(t("Today"), todays.map(row)),
    followUp(tasks, patientOf),
    listSection(
      t("Returned to correct"),
      standing("returned").map((note) => returnedRow(note, patientOf(note))),
      { tone: "reason" },
    ),
    listSection(t("Drafts to finish"), standing("draft").map(row)),
  ];
  const side = lists.courses
    ? [reviewLine(live, calls, app), waitingSection(live, patientOf), courses(lists.courses, notes, app)]
    : [html``];
  const columns = [work, side]
    .map((groups) => groups.filter((group) => group !== nothing))
    .filter((groups) => groups.length);
  return html`
    ${notices(app.user, settings, redraw)}${first(redraw)}
    ${columns.length ? html`<div class="home-columns">${columns.map((groups) => html`<div class="stack stack--loose">${groups}</div>`)}</div>` : firstDay(app)}
    ${mayTreat(app) ? bar(primary(t("New note"), () => choosePatient(app), false, "plus")) : nothing}`;
}

/** Nothing for those who do not manage the clinic, nor in the demo. */
const firstSteps =
  (app: AppContext): Source<Sources["first"]> =>
  (listener) => {
    const none = () => listener(() => nothing);
    if (session()?.demo || !can("user.manage", app.user, null, app.forms)) {
      none();
      return undefined;
    }
    let stop = () => {};
    let ended = false;
    const begin = async () => {
      if ((await settings())[`first-hour:${app.user.id}`]) return none();
      const { firstHour, watchFirstSteps } = await import("../../chunks/clinic.js");
      if (!ended) stop = watchFirstSteps(app, (steps) => listener((redraw) => firstHour(steps, app, redraw)));
    };
    begin().catch(none);
    return () => {
      ended = true;
      stop();
    };
  };

/** What was done to accounts, and once a month that one-time codes are wanted of this person. */
function toTell(): AccountNotice[] {
  const here = session();
  const asked = here?.second_factor?.asked && !here.demo ? [{ kind: "codes_asked", at: today().slice(0, 7) }] : [];
  return [...(here?.notices ?? []), ...asked];
}

/** Draws what was done to accounts; null until there was something to tell. */
let noticesOf: typeof import("./account-notices.js").accountNotices | null = null;

const loadNotices = async () => {
  noticesOf = (await import("../../chunks/clinic.js")).accountNotices;
};

/** With notices known at the opening, home is drawn once they can be shown: nothing moves afterwards. */
const told = (listener: (ready: true) => void) => {
  (toTell().length ? loadNotices() : Promise.resolve()).catch(() => {}).then(() => listener(true));
  return undefined;
};

function notices(user: User, settings: Sources["settings"], redraw: () => void): Template {
  const found = toTell();
  if (!found.length) return nothing;
  if (noticesOf) return html`${noticesOf(user, found, settings)}`;
  loadNotices().then(redraw, () => {});
  return nothing;
}

const firstDay = (app: AppContext): Template =>
  emptyState(
    t("A quiet day so far"),
    mayTreat(app)
      ? t(
          "Active timers, today's notes, drafts and courses that are due appear here. Start with a new note; everything you enter is saved on this tablet at once, with or without a network.",
        )
      : t("Today's notes and what needs your attention appear here."),
    link(t("See the patients"), "#/patients"),
  );

function clockRow(note: LocalRecord, patient: LocalRecord | undefined, limits: ClockLimits): Template {
  return listRow({
    href: noteHref(note),
    title: patientName(patient),
    detail: visitLabel(note),
    end: runningClocks(note).map(({ what, since, unit, planned }) => {
      const limit = limits.get(limitKey(note.id, unit)) ?? null;
      return html`<span class="clock-end"><span>${what}${planned ? html` · ${t("planned {n} min", { n: planned })}` : nothing}</span>
      <np-elapsed class="clock-figure" role="timer" start=${since} planned=${planned ?? nothing} limit=${limit ?? nothing}></np-elapsed>
      ${reachedLabel({ planned, limit }, since, "clock-over")}</span>`;
    }),
  });
}

/** The comment on the note as a whole, or what is said of the first place. */
const asked = (note: LocalRecord) => note.review?.comment || openPins(note).map(pinWords)[0];

const returnedRow = (note: LocalRecord, patient: LocalRecord | undefined): Template =>
  noteRow(
    note,
    patient,
    html`${visitLabel(note)} ${asked(note) ? html`<q class="row-quote">${asked(note)}</q>` : nothing}`,
  );

/** Follow-ups with a red flag are the first thing a supervisor sees, until somebody has looked at them. */
function redFlags(calls: Summaries, patientOf: PatientOf, { user, forms }: AppContext): Template[] {
  return calls.all
    .filter((call) => call.state === "signed" && call.fields.flags?.answer && patientOf(call))
    .filter((call) => can("follow_up.acknowledge", user, call, forms))
    .map((call) =>
      bannerLink(
        `#/calls/${call.id}`,
        html`<strong>${t("Red flag after a treatment: {name}", { name: patientName(patientOf(call)) })}</strong><br />${pointLabel(call.fields.about?.point)} · ${call.author_name}`,
      ),
    );
}

function followUp(tasks: OpenTask[], patientOf: PatientOf): Template {
  const rows = tasks.slice(0, SHOWN).map((task) => taskRow(task, patientOf(task.note)));
  return listSection(t("Follow-up due"), rows, {
    count: tasks.length,
    more: tasks.length > SHOWN ? "#/follow-up" : null,
  });
}

/** Starts the next visit of a course with the values of the last one, unless its note is already open. */
function repeatKey({ patient }: PatientCourse, theirs: LocalRecord[], app: AppContext) {
  if (!mayTreat(app) || theirs.some(isOpen)) return undefined;
  return { word: t("Same as last time"), icon: "again", press: () => startNote(patient.id, app, { repeat: true }) };
}

function courses({ shown, count }: Courses, notes: Summaries, app: AppContext): Template {
  const rows = shown.map((course) =>
    listRow({
      href: `#/patients/${course.patient.id}`,
      title: patientName(course.patient),
      detail: courseDetail(course),
      end: courseProgress(course),
      act: repeatKey(course, notesOf(notes, course.patient.id), app),
    }),
  );
  return listSection(t("Running courses"), rows, { count, more: "#/recall-due" });
}

function waitingSection(notes: LocalRecord[], patientOf: PatientOf): Template {
  const waiting = notes.filter((note) => note.pending).sort(newestFirst);
  return listSection(
    t("Waiting to be sent"),
    waiting
      .slice(0, SHOWN)
      .map((note) => noteRow(note, patientOf(note), t("changes on this tablet: {n}", { n: note.pending }))),
    { count: waiting.length },
  );
}

function reviewLine(notes: LocalRecord[], calls: Summaries, { user, forms }: AppContext): Template {
  const waiting = can("review.list", user, null, forms)
    ? [...notes, ...calls.all].filter((one) => waitsFor(user.id, one, forms?.settings))
    : [];
  const count = waiting.length;
  const days = forms?.settings?.review_days;
  const late = waiting.filter((one) => one.type === "note" && lateBy(one, days)).length;
  const row = () =>
    listRow({
      href: "#/review",
      title: t("Open the review deck"),
      detail: late
        ? t("{n} of them wait longer than {days} days", { n: late, days })
        : t("One note per screen, exceptions first"),
      end: html`<b class="figure">${count}</b>`,
    });
  return listSection(t("For you to review"), count ? [row()] : [], { count });
}
