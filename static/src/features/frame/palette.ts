// The command palette: patients, screens and actions by a few letters, from any screen.
import { can } from "../../core/permissions.js";
import { isFound, readQuery } from "../../core/search.js";
import type { Summary } from "../../core/summary.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { navigate } from "../../router.js";
import { setSetting } from "../../store/device.js";
import { allSummaries } from "../../store/summaries.js";
import type { AppContext } from "../../types.js";
import { openSheet } from "../../ui/controls/dialog.js";
import { found } from "../../ui/controls/search-list.js";
import { icon } from "../../ui/layout/icons.js";
import { clinicPlaces } from "../account/more-places.js";
import { handOver, leave } from "../account/sign-out.js";
import { mayTreat } from "../note/note-context.js";
import { choosePatient } from "../patient/choose-patient.js";
import { byName, patientFacts, patientName } from "../patient/patient-labels.js";
import { showShortcuts } from "./shortcut-sheet.js";

type Run = () => unknown;

interface Entry {
  label: string;
  detail?: string;
  mark: string;
  run: Run;
}

interface Group {
  heading: string;
  entries: Entry[];
}

const SHOWN = 8;

const to = (path: string) => () => navigate(path);

function actions(app: AppContext): Entry[] {
  const { user, forms } = app;
  return [
    ...(mayTreat(app) ? [{ label: t("New note"), mark: "plus", run: () => choosePatient(app) }] : []),
    ...(can("patient.create", user, null, forms)
      ? [{ label: t("New patient"), mark: "plus", run: to("/patients/new") }]
      : []),
    { label: t("Hand over to someone else"), mark: "lock", run: handOver },
    { label: t("Theme: light"), mark: "more", run: () => setSetting("theme", "light") },
    { label: t("Theme: dark"), mark: "more", run: () => setSetting("theme", "dark") },
    { label: t("Keyboard shortcuts"), mark: "info", run: showShortcuts },
    { label: t("Sign out"), mark: "back", run: leave },
  ];
}

function screens(app: AppContext): Entry[] {
  const place = (path: string, label: string, detail = ""): Entry => ({ label, detail, mark: "next", run: to(path) });
  return [
    place("/", t("Home")),
    place("/patients", t("Patients")),
    ...(can("review.list", app.user, null, app.forms) ? [place("/review", t("Review"))] : []),
    place("/follow-up", t("Follow-up"), t("After a treatment")),
    place("/recall-due", t("Recall"), t("For the next visit")),
    place("/waiting", t("Waiting and received"), t("What the server does not have yet")),
    place("/conflicts", t("Conflicting edits"), t("Two versions of the same entry")),
    place("/users", t("People and devices")),
    ...clinicPlaces(app).map(([path, label, detail]) => place(`/${path}`, label, detail)),
    place("/account", t("Your account")),
    place("/settings", t("More"), t("Display and handling")),
  ];
}

const patientEntry = (patient: Summary): Entry => ({
  label: patientName(patient),
  detail: patientFacts(patient),
  mark: "people",
  run: to(`/patients/${patient.id}`),
});

/** By the beginnings of the words of the name, or of what is said about it. */
function withWords(entries: Entry[], typed: string): Entry[] {
  const named = found(entries, typed);
  const told = found(
    entries.map((entry) => ({ entry, label: `${entry.label} ${entry.detail ?? ""}` })),
    typed,
  );
  return [...new Set([...named, ...told.map(({ entry }) => entry)])];
}

/** What fits the words. Without words: what can be done, and the screens. */
function fitting(typed: string, patients: Summary[], app: AppContext): Group[] {
  const query = readQuery(typed);
  const narrowed = (entries: Entry[]) => (typed.trim() ? withWords(entries, typed) : entries);
  const people = typed.trim() ? patients.filter(({ search = "" }) => isFound(search, query)).map(patientEntry) : [];
  const named = found(people, typed);
  const firstNamed = [...named, ...people.filter((each) => !named.includes(each))].slice(0, SHOWN);
  return [
    { heading: t("Patients"), entries: firstNamed },
    { heading: t("Actions"), entries: narrowed(actions(app)) },
    { heading: t("Screens"), entries: narrowed(screens(app)) },
  ].filter(({ entries }) => entries.length);
}

const option = ({ label, detail, mark }: Entry, at: number, isHere: boolean, press: () => void): Template =>
  html`<div role="option" id="palette-${at}" class="palette-option" aria-selected=${isHere ? "true" : "false"} @click=${press}>
    ${icon(mark, 20)}<span class="row-main">${label}${detail ? html` <span class="quiet">${detail}</span>` : nothing}</span></div>`;

const inView = () =>
  requestAnimationFrame(() =>
    document.querySelector('.palette [aria-selected="true"]')?.scrollIntoView({ block: "nearest" }),
  );

/** Open at once: what is typed while the patients are read is searched for too. */
export async function showPalette(app: AppContext): Promise<void> {
  const read = allSummaries("patient");
  let patients: Summary[] = [];
  let typed = "";
  let at = 0;
  let redraw = () => {};
  void read.then(({ all }) => {
    patients = byName(all.filter(({ state }) => state === "active"));
    redraw();
  });
  const run = await openSheet<Run>(t("Search for anything"), (close, update) => {
    redraw = update;
    const groups = fitting(typed, patients, app);
    const entries = groups.flatMap((each) => each.entries);
    const move = (by: number) => {
      at = (at + by + entries.length) % entries.length;
      update();
      inView();
    };
    const type = (event: Event) => {
      typed = (event.currentTarget as HTMLInputElement).value;
      at = 0;
      update();
    };
    const press = (event: KeyboardEvent) => {
      const act = {
        ArrowDown: () => entries.length && move(1),
        ArrowUp: () => entries.length && move(-1),
        Enter: () => entries[at] && close(entries[at].run),
      }[event.key];
      if (!act || event.isComposing) return;
      event.preventDefault();
      act();
    };
    const group = ({ heading, entries: these }: Group, i: number) =>
      html`<div role="group" aria-labelledby="palette-group-${i}"><p class="label" id="palette-group-${i}">${heading}</p>
        ${these.map((each) => option(each, entries.indexOf(each), entries.indexOf(each) === at, () => close(each.run)))}</div>`;
    return html`<div class="palette">
      <div class="field"><input autofocus type="text" inputmode="search" role="combobox" aria-label=${t("Search for anything")} aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list"
        aria-activedescendant=${entries.length ? `palette-${at}` : nothing} autocomplete="off" autocorrect="off" autocapitalize="off" spellcheck="false"
        placeholder=${t("A patient, a screen or an action")} @input=${type} @keydown=${press} /></div>
      <div role="listbox" id="palette-list" aria-label=${t("Found")}>${groups.map(group)}</div>
      <p class="hint" role="status">${entries.length ? nothing : t("Nothing found")}</p></div>`;
  });
  run?.();
}
