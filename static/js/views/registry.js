import { chips } from "../components/chips.js";
import { icon } from "../components/frame-icons.js";
import { limitRow } from "../components/limit-rows.js";
import { ROWED, rowsOf, tableName, tablesOf } from "../components/limit-words.js";
import { formatDate } from "../lib/dates.js";
import { html, nothing, render } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { limitsDesk } from "./registry-desk.js";
import { historyPart } from "./registry-history.js";

export const title = () => t("Registry");

const mayApprove = ({ user }) => user.role === "admin" || user.role === "supervisor";
const PARTS = (limits) => [...ROWED.map((key) => ({ value: key, label: tableName(limits, key) })), { value: "other", label: t("Other limits") }, { value: "history", label: t("History") }];

/** The clinic's own limits: read by everybody, changed by an administrator, approved by whoever is responsible. */
export function view(host, _params, app) {
  const page = { part: "zones", current: null, texts: {}, errors: {}, problem: "", offline: false, busy: false, history: null };
  let ended = false;
  const draw = () => ended || render(screen(page, desk, app), host);
  const desk = limitsDesk(page, draw);
  draw();
  desk.load();
  return () => {
    ended = true;
  };
}

function screen(page, desk, app) {
  return html`
    <div class="page registry">
      <a class="back" href="#/settings">${icon("back")}${t("More")}</a>
      <h1 tabindex="-1">${t("Registry")}</h1>
      ${page.problem ? html`<div class="banner" data-severity=${page.offline ? "warn" : "block"} role="alert">${icon(page.offline ? "warn" : "block")}<p class="grow">${page.problem}</p>${page.offline ? html`<button type="button" class="button" @click=${desk.load}>${t("Try again")}</button>` : nothing}</div>` : nothing}
      ${page.current ? loaded(page, desk, app) : nothing}
    </div>`;
}

function loaded(page, desk, app) {
  const { part, current } = page;
  const count = Object.keys(page.texts).length;
  return html`
    ${approval(page, desk, app)}
    ${chips({ choices: PARTS(current.limits), value: part, onChange: (value) => value && desk.open(value), className: "registry-parts" })}
    ${part === "history" ? historyPart(page, desk) : tablesShown(part, current.editable).map((key) => tablePart(key, page, desk, app))}
    <p class="hint">${t("Lots and unit codes in use stand on the shelf.")} <a class="button button--quiet" href="#/shelf">${t("To the shelf")}</a></p>
    ${count ? html`<div class="bar">
      <button type="button" class="button" ?disabled=${page.busy} @click=${desk.discard}>${t("Discard")}</button>
      <button type="button" class="button button--primary" ?disabled=${page.busy || Object.keys(page.errors).length > 0} @click=${desk.save}>${t("Save changes ({n})", { n: count })}</button></div>` : nothing}`;
}

/** Says plainly what the limits are worth until somebody answers for them. */
function approval({ current, busy, texts }, desk, app) {
  const { approved, limits } = current;
  const edits = Object.keys(texts).length > 0;
  return html`<div class="banner" data-severity=${approved ? "good" : "warn"}>${icon(approved ? "check" : "warn")}
    <div class="stack stack--tight grow">
      <p><strong>${approved ? t("Approved by {name} on {date}", { name: approved.name, date: formatDate(approved.at) }) : t("Not yet approved")}</strong> <span class="quiet">${t("version {name}", { name: limits.version })}</span></p>
      <p>${approved ? t("The rules go by these limits. A change of any of them asks for approval again.") : t("These limits are a drafting aid until a responsible clinician has approved them. Compare each with the label of what you use.")}</p>
    </div>
    ${!approved && mayApprove(app) ? html`<button type="button" class="button" ?disabled=${busy || edits} @click=${desk.approve}>${t("Approve")}</button>` : nothing}
  </div>`;
}

const tablesShown = (part, editable) => (part === "other" ? tablesOf(editable).filter((key) => !ROWED.includes(key)) : [part]);

function tablePart(key, page, desk, app) {
  const { limits, editable } = page.current;
  const options = { editing: app.user.role === "admin" && !page.offline, texts: page.texts, errors: page.errors, onType: desk.type };
  return html`<section class="group" aria-label=${tableName(limits, key)}>
    ${rowsOf(limits, editable, key).map((row) => limitRow(row, options))}
  </section>`;
}
