import { can } from "../../core/permissions.js";
import { formatDate, today } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { uuid } from "../../lib/ids.js";
import { saveFile } from "../../lib/save-file.js";
import { every, liveView, once, one, openConflicts, withPatients } from "../../live-query.js";
import { navigate } from "../../router.js";
import { setFields } from "../../store/edits.js";
import { sections } from "../../store/forms.js";
import type { Refused } from "../../store/outbox.js";
import { type Twins, watchTwins } from "../../store/scope.js";
import { watchStatus } from "../../store/status.js";
import type { ById } from "../../store/summaries.js";
import { type InLatin, summaryFile } from "../../sync/files.js";
import { readIfThere } from "../../sync/snapshot.js";
import type { AppContext, LocalRecord, Section, Status } from "../../types.js";
import { type ActionState, type Attempt, attempts, saidBy } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { listRow } from "../../ui/layout/list-row.js";
import {
  banner,
  bannerLink,
  bar,
  button,
  dotted,
  errorMessage,
  group,
  link,
  primary,
  primaryLink,
} from "../../ui/layout/page.js";
import { filingBanner, mergeInto, patientButtons } from "../corrections/filing-buttons.js";
import { type CorrectionScreen, voidBanner, voidButton } from "../corrections/void-buttons.js";
import { coursesOf, visitsOf } from "../course/course-labels.js";
import { followUpCards } from "../follow-up/follow-up-cards.js";
import { mayTreat } from "../note/note-context.js";
import { stateTag } from "../note-record/record-card.js";
import { traceLines } from "../note-record/trace-lines.js";
import {
  isOpen,
  isSigned,
  newestFirst,
  noteHref,
  sessionDate,
  visit,
  visitLabel,
} from "../note-record/visit-labels.js";
import { outcomeCharts } from "../summary/outcome-charts.js";
import { type Attached, attachedContent, attachedTo, refusedHere, refusedOf } from "../waiting/of-record.js";
import { askForAbsent, gonePatient } from "./absent.js";
import { startNote } from "./choose-patient.js";
import { identityBanner } from "./identity.js";
import { openEvent, zoneDepths } from "./open-event.js";
import { patientHeader } from "./patient-header.js";
import { patientName } from "./patient-labels.js";
import { adverseEvents, courses, eventsOf } from "./patient-plan.js";
import { namedTwins, twinBanners } from "./twins.js";

interface PatientPage {
  patient: LocalRecord;
  notes: LocalRecord[];
  /** The follow-ups. */
  calls: LocalRecord[];
  conflicts: LocalRecord[];
  status: Status;
  twins: { found: Twins; patients: ById };
  parts: Section[];
  refused: Refused[];
  attached: Attached;
  ui: { problem: string };
  attempt: Attempt;
}

/** The buttons for the files that the server makes, the error message of the last try, and what to know of the file. */
interface FileKeys {
  keys: () => Template[];
  problem: () => Template;
  told: () => Template;
}

type FileState = ActionState & { inLatin?: InLatin | null };

/** Each file, and its name on the button. */
const FILES = [
  ["pdf?audience=patient", () => t("Patient's page (PDF)")],
  ["pdf?audience=clinician", () => t("Record (PDF)")],
  ["xlsx", () => t("Tables (XLSX)")],
  ["csv", () => "CSV"],
  ["json", () => "JSON"],
  ["fhir.json", () => "FHIR"],
] as const;

export const title = () => t("Patient");

export function view(host: HTMLElement, { id }: { id: string }, app: AppContext) {
  const sources = {
    patient: one("patient", id),
    notes: every("note", { patientId: id }),
    calls: every("follow_up", { patientId: id }),
    conflicts: openConflicts({ patientId: id }),
    status: watchStatus,
    twins: withPatients(watchTwins, namedTwins),
    refused: refusedOf("patient", id),
    attached: attachedTo(id),
    parts: once(() => sections("patient")),
  };
  const files: FileState = { problem: "", busy: false };
  const ui = { problem: "" };
  let absent: (() => Template) | undefined;
  return liveView(host, sources, (found, redraw) => {
    const { patient } = found;
    if (patient)
      return page({ ...found, patient, ui, attempt: attempts(ui, redraw) }, app, fileKeys(patient, files, redraw));
    absent ??= askForAbsent(() => readIfThere(id), gonePatient, redraw);
    return absent();
  });
}

function page(
  { patient, notes, calls, conflicts, status, parts, twins, ...more }: PatientPage,
  app: AppContext,
  files: FileKeys,
): Template {
  const visits = notes.filter((note) => note.state !== "void").sort(newestFirst);
  const active = patient.state === "active";
  const may = active && can("patient.patch", app.user, patient, app.forms);
  const events = adverseEvents(patient, parts, { report: may ? () => openEvent(patient) : null });
  const treated = visits.find((note) => visit(note).performed === "treated" && note.version > 0);
  const correcting: CorrectionScreen = {
    record: patient as CorrectionScreen["record"],
    about: patientName(patient),
    app,
    attempt: more.attempt,
  };
  const opened = eventsOf(patient.fields).some((each) => each.open);
  return html`
    <div class="page patient">
      ${patientHeader(patient, parts)}
      ${errorMessage(more.ui.problem)}${identityBanner(patient, [...notes, ...calls], app, more.attempt)}${voidBanner(correcting)}${filingBanner(correcting)}
      ${twinBanners(patient, twins.found, twins.patients, may, mergeInto(correcting))}
      ${conflicts.length ? bannerLink(`#/conflicts/${conflicts[0].id}`, t("{n} conflicting edits for this patient", { n: conflicts.length })) : nothing}
      ${refusedHere(more.refused, app.forms)}
      ${patient.local?.created ? nothing : attachedContent(more.attached, app.forms, status)}
      ${courses(patient, notes, { parts, forms: app.forms, begin: may ? () => beginCourse(patient, notes, app) : null })}
      ${opened ? events : nothing}
      ${group(
        t("Visits"),
        visits.length
          ? html`<ul class="list">${visits.map(visitRow)}</ul>`
          : emptyState(
              t("No visit yet"),
              t("The first note begins with the check before treatment. Nothing is copied or filled in for you."),
            ),
        visits.length,
      )}
      ${treated ? followUpCards({ note: treated, patient, calls, app }, nothing) : nothing}
      ${opened ? nothing : events}
      ${outcomeCharts(visits.filter(isSigned), app.forms)}
      ${summary(patient, status, files, active && mayLink(patient, app) ? () => openLinks(patient, app) : null)}
      ${can("audit.read", app.user, patient, app.forms) && !patient.local?.created ? html`<p>${link(t("Who saw and did what"), `#/audit?patient=${patient.id}`)}</p>` : nothing}
      ${traceLines(patient)}${patientButtons(correcting)}
      ${bar(
        (!active || !notes.length) && voidButton(correcting),
        active && link(t("Edit"), `#/patients/${patient.id}/edit`, "edit"),
        active && mayTreat(app) && todaysNote(patient, visits.find(isOpen), app),
      )}
    </div>`;
}

const todaysNote = (patient: LocalRecord, open: LocalRecord | undefined, app: AppContext): Template =>
  open && sessionDate(open) === today()
    ? primaryLink(t("Continue today's note"), noteHref(open))
    : primary(t("New note"), () => startNote(patient.id, app), false, "plus");

/**
 * A course that is planned only in notes is stored as a written one, from its first visit on; any other is stored at
 * its first entry.
 */
async function beginCourse(patient: LocalRecord, notes: LocalRecord[], { forms }: AppContext): Promise<void> {
  const implied = coursesOf(patient, notes, forms).find(({ unit, running }) => !unit && running);
  const unit = `course:${uuid()}`;
  const path = `/patients/${patient.id}/part/${unit}`;
  if (!implied) return navigate(path);
  const planned = visitsOf(notes).filter(({ sessions_planned: m }) => m);
  await setFields("patient", patient.id, unit, {
    started_on: planned[0].session_date,
    sessions_planned: implied.m,
    ...(implied.weeks ? { interval_weeks: implied.weeks } : {}),
  });
  return navigate(path);
}

function visitRow(note: LocalRecord): Template {
  const depths = zoneDepths(note.fields);
  const { prp } = note.fields;
  return listRow({
    href: noteHref(note),
    title: html`<b class="row-date">${formatDate(sessionDate(note))}</b> ${visitLabel(note)}`,
    detail: dotted(
      note.author_name,
      visit(note).deferral_reason,
      depths.length && t("{depth} mm", { depth: [...new Set([depths[0], depths.at(-1)])].join("–") }),
      prp?.used && prp.volume_ml && t("PRP {n} mL", { n: prp.volume_ml }),
    ),
    end: stateTag(note),
  });
}

function fileKeys(patient: LocalRecord, state: FileState, redraw: () => void): FileKeys {
  const attempt = attempts(state, redraw, saidBy(t("The server could not be reached. The file could not be created.")));
  const fetchIt = (form: string) => async () => {
    state.inLatin = null;
    const file = await summaryFile(patient.id, form);
    state.inLatin = file.inLatin;
    saveFile(file.name, file.blob);
  };
  return {
    keys: () => FILES.map(([form, name]) => button(name(), () => attempt(fetchIt(form)), state.busy)),
    problem: () => errorMessage(state.problem),
    told: () => (state.inLatin ? inLatinBanner(state.inLatin) : nothing),
  };
}

function inLatinBanner({ texts, more }: InLatin): Template {
  const lines = texts.map(({ text, latin, letters }) =>
    t("“{text}” is printed as ‹{latin}›: there are no letters to print {letters}.", { text, latin, letters }),
  );
  if (more) lines.push(t("{n} more", { n: more }));
  const list = html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  return banner("warn", html`${t("Read this before the PDF is printed or sent.")}${list}`, nothing, "status");
}

/** Where the clinic has links, of a patient that the server has. */
const mayLink = (patient: LocalRecord, { forms, user }: AppContext): boolean =>
  Boolean(forms.links?.length) && !patient.local?.created && can("summary.link", user, patient, forms);

const openLinks = async (patient: LocalRecord, app: AppContext) =>
  (await import("../../chunks/outputs.js")).patientLinks(patient, app);

/** Files come from the server; printing works on this tablet alone. */
function summary(patient: LocalRecord, status: Status, files: FileKeys, links: (() => unknown) | null): Template {
  const online = status.connection === "online" && !patient.local?.created;
  return group(
    t("Summary to hand over"),
    html`
    <div class="cluster">
      ${link(t("Print on this tablet"), `#/patients/${patient.id}/print`, "print")}
      ${links ? button(t("Link for the patient"), links) : nothing}
      ${online ? files.keys() : nothing}
    </div>
    ${files.problem()}
    ${files.told()}
    ${online ? nothing : html`<p class="hint">${t("PDF, CSV and JSON are made by the server and are shown here when it can be reached.")}</p>`}`,
  );
}
