import { can } from "../../core/permissions.js";
import { isFound, readQuery } from "../../core/search.js";
import type { Summary } from "../../core/summary.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView, type Source, summaries } from "../../live-query.js";
import { navigate } from "../../router.js";
import { watchElsewhere } from "../../store/scope.js";
import type { Summaries } from "../../store/summaries.js";
import type { AppContext, LocalRecord } from "../../types.js";
import { textInput } from "../../ui/controls/text-input.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { icon } from "../../ui/layout/icons.js";
import { type LongList, longList } from "../../ui/layout/long-list.js";
import { bar, button, primaryLink, quiet } from "../../ui/layout/page.js";
import { courseProgress } from "../../ui/layout/progress.js";
import type { TableOrder } from "../../ui/layout/sorted-table.js";
import { coursesOf, notesOf } from "../course/course-labels.js";
import { type Desktop, whenWide } from "../frame/when-wide.js";
import { patientRow } from "../note-record/record-card.js";
import { type Elsewhere, searchElsewhere } from "./elsewhere.js";
import { byName, placedByName } from "./patient-labels.js";

interface PatientsPage {
  patients: Summary[];
  notes: Summaries;
  /** How many are on the server only. */
  elsewhere: number;
  others: Elsewhere;
  long: LongList;
  /** The tables of a wide screen, once they are loaded; null on a narrow one. */
  desktop: Desktop | null;
}

/** Few, because they are drawn again with each key. */
const STEP = 30;
let query = "";
let order: TableOrder = { key: "name", down: false };
/** The archived are listed instead. */
let archive = false;
/** The next person finds the list as it is, without what somebody else searched for. */
addEventListener("hashchange", () => {
  if (location.hash === "#/sign-in") query = "";
});

export const title = () => t("Patients");

export function view(host: HTMLElement, _params: unknown, app: AppContext) {
  let others: Elsewhere | undefined;
  let long: LongList | undefined;
  const sources = { patients: sorted, notes: summaries("note"), elsewhere: watchElsewhere, desktop: whenWide };
  const stop = liveView(host, sources, (found, redraw) => {
    long ??= longList(redraw, STEP);
    if (!others) {
      others = searchElsewhere(redraw, (id) => navigate(`/patients/${id}`));
      others.ask(query);
    }
    return screen({ ...found, others, long }, redraw, app);
  });
  return () => {
    long?.end();
    stop();
  };
}

const STATES = ["active", "archived"];
const isListed = (patient: Summary | undefined): patient is Summary =>
  patient !== undefined && STATES.includes(patient.state);

/** The active and archived patients by name; after a change only those whom it concerns are put in their places. */
const sorted: Source<Summary[]> = (listener) => {
  let order: Summary[] = [];
  return summaries("patient")(({ all, byId, changed }) => {
    order = changed
      ? placedByName(
          order.filter(({ id }) => !changed.has(id)),
          [...changed].map((id) => byId.get(id)).filter(isListed),
        )
      : byName(all.filter(isListed));
    listener(order);
  });
};

function screen(
  { patients: all, notes, elsewhere, others, long, desktop }: PatientsPage,
  redraw: () => void,
  app: AppContext,
): Template {
  const asked = readQuery(query);
  const archived = all.filter(({ state }) => state === "archived");
  archive &&= archived.length > 0;
  const patients = archive ? archived : all.filter(({ state }) => state === "active");
  const found = patients.filter(({ search = "" }) => isFound(search, asked));
  const search = (text: string) => {
    query = text;
    long.reset();
    others.ask(text);
    redraw();
  };
  const turn = () => {
    archive = !archive;
    long.reset();
    redraw();
  };
  const hint = t("Name, number or birth date");
  const theirs = (id: string) => notesOf(notes, id);
  const onOrder = (to: TableOrder) => {
    order = to;
    redraw();
  };
  const rows = (some: Summary[]) =>
    desktop
      ? desktop.patientTable({ patients: some, notesOf: theirs, forms: app.forms, order, onOrder, first: long.first })
      : html`<ul class="list">${long.first(some).map((patient) => patientRow(patient, endOf(patient, theirs(patient.id), app)))}</ul>`;
  return html`
    <div class="page ${desktop ? "page--wide" : ""}">
      <div class="cluster cluster--apart"><h1 tabindex="-1">${archive ? t("Archived patients") : t("Patients")}</h1><span class="quiet" role="status">${countWords(found, patients)}</span></div>
      <div class="search">${icon("search")}${textInput("search", hint, { type: "search", value: query, onInput: search, required: false, placeholder: hint })}</div>
      ${patients.length === 0 ? nobody(app) : found.length === 0 ? notFound(search) : rows(found)}
      ${long.more(found.length)}
      ${others.list(elsewhere, (id) => all.some((patient) => patient.id === id))}
      ${archived.length ? html`<p>${quiet(archive ? t("Back to all patients") : t("Archive: {n}", { n: archived.length }), turn)}</p>` : nothing}
      ${mayCreate(app) ? bar(primaryLink(t("New patient"), "#/patients/new", "plus")) : nothing}
    </div>`;
}

const mayCreate = ({ user, forms }: AppContext): boolean => can("patient.create", user, null, forms);
const countWords = (found: LocalRecord[], patients: LocalRecord[]): string =>
  found.length === patients.length
    ? t("{n} in all", { n: patients.length })
    : t("{n} of {m}", { n: found.length, m: patients.length });

function endOf(patient: LocalRecord, notes: LocalRecord[], { forms }: AppContext): Template {
  const [course] = coursesOf(patient, notes, forms);
  return course ? courseProgress(course) : nothing;
}

const nobody = (app: AppContext): Template =>
  emptyState(
    t("No patients yet"),
    mayCreate(app)
      ? t(
          "Add the first one now, or start a new note and add the patient on the way. Your colleagues' patients appear once this tablet has reached the server.",
        )
      : t("Patients appear once this tablet has reached the server."),
  );

const notFound = (search: (text: string) => void): Template =>
  emptyState(
    t("Nobody found"),
    t(
      "Try the first letters of the name, the record number, or the birth date as 14.3.1997. Accents do not matter. Patients added on another tablet appear with the next connection.",
    ),
    button(t("Show all"), () => search("")),
  );
