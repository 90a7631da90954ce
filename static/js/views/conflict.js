import { aboutOf, CLINIC_RECORDS, chosenValue, conflictKind, differing } from "../components/conflict-words.js";
import { conflictColumns } from "../components/conflict-columns.js";
import { emptyState } from "../components/empty-state.js";
import { icon } from "../components/frame-icons.js";
import { patientFacts, patientName } from "../components/patient-words.js";
import { contentLines } from "../components/content-lines.js";
import { formatDateTime } from "../lib/dates.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../router.js";
import { resolve } from "../store/edits.js";
import { sectionOf, unitLabel } from "../store/forms.js";
import { watch, watchAll } from "../store/records.js";
import { lateEdit } from "./late-edit.js";
import { liveView } from "./live-view.js";

export const title = () => t("Written twice");

/** Yours, theirs, and what both started from, line by line. Nothing is chosen beforehand. */
export function view(host, { id }, app) {
  const state = { picks: {}, problem: null, busy: false };
  const sources = {
    conflict: (told) => watch("conflict", id, told),
    patients: (told) => watchAll("patient", {}, told),
  };
  return liveView(host, sources, ({ conflict, patients }, redraw) => {
    if (!conflict || conflict.state !== "open" || !app.forms) return settled(conflict);
    const patient = patients.find((each) => each.id === aboutOf(conflict).patient_id);
    return page(conflict, patient, state, actsOn(conflict, state, redraw), app);
  });
}

const settled = (conflict) => html`<div class="page">${emptyState(
  conflict ? t("This is settled") : t("This is not on this tablet"),
  conflict ? t("What was chosen stands in the record; both texts stay in its history.") : t("It may have been settled on another tablet."),
  html`<a class="button button--primary" href="#/conflicts">${t("What else was written twice")}</a>`,
)}</div>`;

function actsOn(conflict, state, redraw) {
  const decide = async (value) => {
    Object.assign(state, { busy: true, problem: null });
    redraw();
    try {
      await resolve(conflict.id, value);
      navigate("/conflicts");
    } catch (error) {
      Object.assign(state, { busy: false, problem: error.message });
      redraw();
    }
  };
  return {
    pick: (name, what) => {
      state.picks = { ...state.picks, [name]: what };
      redraw();
    },
    pickAll: (rows, what) => {
      state.picks = Object.fromEntries(rows.map(({ field }) => [field.name, what]));
      redraw();
    },
    decide,
    amend: () => lateEdit(conflict),
  };
}

function page(conflict, patient, state, acts, app) {
  const { record_type: type, record_id: record, unit, kind } = aboutOf(conflict);
  const { mine = {}, theirs = {}, base = {} } = conflict.fields;
  const words = conflictKind(conflict);
  const own = mine.author === app.user.id;
  const rows = unit ? differing(sectionOf(type, unit), { base: base.value, mine: mine.value, theirs: theirs.value }) : [];
  const shown = (name, value) => (value === undefined || value === null ? "" : (contentLines(type, { [unit]: { [name]: value } }, app.forms)[0]?.lines[0]?.value ?? String(value)));
  const mineName = own ? t("Yours") : (mine.author_name ?? t("The other text"));
  return html`
    <div class="page page--wide conflict">
      <a class="back" href="#/conflicts">${icon("back")}${t("Written twice")}</a>
      <header class="stack stack--tight">
        <h1 tabindex="-1">${unit ? unitLabel(type, unit) : t("The whole record")}</h1>
        <p class="row-links">${patient ? html`<a href="#/patients/${patient.id}">${patientName(patient)}</a> <span class="quiet">${patientFacts(patient)}</span>` : nothing}</p>
      </header>
      <div class="banner" data-severity="info">${icon("info")}<div class="stack stack--tight grow"><strong>${words.name()}</strong><p>${words.why()}</p>
        <p class="hint">${t("{name}, {time}, on {device}", { name: own ? t("You") : mine.author_name, time: formatDateTime(mine.client_time), device: mine.device ?? t("another tablet") })}</p></div></div>
      ${unit ? conflictColumns(rows, { picks: state.picks, shown, mineName, unit, fixed: kind === "late_edit" || kind === "edit_of_void" }, acts) : voidReason(mine.value)}
      ${state.problem ? html`<p class="banner" data-severity="block" role="alert">${icon("block")}${state.problem}</p>` : nothing}
      <div class="bar">${answers({ kind, conflict, rows, state, acts, record, type })}</div>
    </div>`;
}

const voidReason = (value) => html`<p>${t("Reason given: {text}", { text: value?.reason ?? t("none") })}</p>`;

/** The ways out, by kind; the safe one is never the large one by accident. */
function answers({ kind, conflict, rows, state, acts, record, type }) {
  const current = conflict.fields.theirs?.value ?? {};
  const keep = (words) => html`<button type="button" class="button" ?disabled=${state.busy} @click=${() => acts.decide(current)}>${words}</button>`;
  const look = html`<a class="button" href=${CLINIC_RECORDS[type]?.href ?? `#/${type}s/${record}`}>${t("Open the record")}</a>`;
  if (kind === "late_edit") return html`${keep(t("Leave the note as it is"))}<button type="button" class="button button--primary" @click=${acts.amend}>${t("Amend the note with this")}</button>`;
  if (kind === "edit_of_void") return html`${look}<button type="button" class="button button--primary" ?disabled=${state.busy} @click=${() => acts.decide(current)}>${t("I have what I need; keep it void")}</button>`;
  if (kind === "void_vs_edit") {
    return html`<button type="button" class="button button--danger" ?disabled=${state.busy} @click=${() => acts.decide({ void: true })}>${t("Make it void")}</button>${look}
      <button type="button" class="button button--primary" ?disabled=${state.busy} @click=${() => acts.decide({ void: false })}>${t("Keep the record")}</button>`;
  }
  const value = chosenValue(rows, state.picks);
  const left = rows.filter(({ field, same }) => !same && !state.picks[field.name]).length;
  return html`<button type="button" class="button button--primary" ?disabled=${!value || state.busy} @click=${() => acts.decide(value)}>${left ? t("Still to choose: {n}", { n: left }) : t("Let this stand")}</button>`;
}
