import { confirmSheet } from "../components/dialog.js";
import { emptyState } from "../components/empty-state.js";
import { icon } from "../components/frame-icons.js";
import { byRecord, opWords, refusalWords } from "../components/op-words.js";
import { patientName } from "../components/patient-words.js";
import { noteHref, visitLabel } from "../components/visit-words.js";
import { formatAgo, formatDateTime, formatTime } from "../lib/dates.js";
import { html, nothing } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { unitLabel } from "../store/forms.js";
import { discardOp, retryOp, watchAttention, watchOutbox } from "../store/outbox.js";
import { watchAll } from "../store/records.js";
import { watchStatus } from "../store/status.js";
import { syncNow } from "../sync/engine.js";
import { exportUnsent } from "./export-unsent.js";
import { liveView } from "./live-view.js";

export const title = () => t("Waiting and received");

const named = (type) => (told) => watchAll(type, {}, (records) => told(new Map(records.map((record) => [record.id, record]))));

/** The list behind the status strip: what is only on this tablet, what the server refused, and the ways to mend it. */
export function view(host) {
  const sources = { waiting: watchOutbox, refused: watchAttention, notes: named("note"), patients: named("patient"), status: watchStatus };
  return liveView(host, sources, page);
}

function page({ waiting, refused, notes, patients, status }) {
  const records = { notes, patients };
  return html`
    <div class="page">
      <a class="back" href="#/">${icon("back")}${t("Home")}</a>
      <h1 tabindex="-1">${t("Waiting and received")}</h1>
      ${facts(status)}
      ${refused.length ? html`<section class="group" data-tone="reason"><h2 class="group-title">${t("Needs attention")} <span class="count">${refused.length}</span></h2>
        <p class="hint">${t("The server did not accept these. They stay here, whole, until you decide.")}</p>
        ${refused.map((op) => refusal(op, records))}</section>` : nothing}
      ${status.conflicts ? html`<a class="banner banner--link" data-severity="reason" href="#/conflicts">${icon("reason")}<span class="grow"><strong>${t("Written twice: {n}", { n: status.conflicts })}</strong></span>${icon("next")}</a>` : nothing}
      ${waiting.length
        ? html`<section class="group"><h2 class="group-title">${t("Waiting to be sent")} <span class="count">${waiting.length}</span></h2>
            <ul class="list">${byRecord(waiting).map((group) => waitingRow(group, records, status))}</ul></section>`
        : refused.length ? nothing : emptyState(t("Nothing waits"), t("All you have written is with the server. Without a network it gathers here and goes by itself as soon as the server answers; nothing is ever dropped."))}
      <div class="bar">
        ${waiting.length || refused.length ? html`<button type="button" class="button" @click=${exportUnsent}>${t("Export unsent work")}</button>` : nothing}
        <button type="button" class="button button--primary" ?disabled=${status.syncing} @click=${() => syncNow()}>${status.syncing ? t("Talking to the server") : waiting.length ? t("Send now") : t("Ask the server now")}</button>
      </div>
    </div>`;
}

const facts = (status) => html`
  <dl class="figures status-facts">
    <div><dt class="label">${t("On this tablet")}</dt><dd class="figure">${status.saved ? t("all saved") : t("saving")}</dd></div>
    <div><dt class="label">${t("Waiting")}</dt><dd class="figure">${status.waiting}${status.oldest ? html`<small>${t("oldest {time}", { time: formatAgo(status.oldest) })}</small>` : nothing}</dd></div>
    <div><dt class="label">${t("Last received by the server")}</dt><dd class="figure">${status.receivedAt ? formatDateTime(status.receivedAt) : t("nothing yet")}</dd></div>
    <div><dt class="label">${t("Last heard from the server")}</dt><dd class="figure">${status.checkedAt ? formatTime(status.checkedAt) : "–"}</dd></div>
  </dl>
  ${status.trouble ? html`<p class="banner" data-severity="warn">${icon("warn")}<span class="grow">${status.trouble}</span></p>` : nothing}`;

/** Whose it is and where it opens. */
function subject({ type, id, patient_id: of }, { notes, patients }) {
  if (type === "patient") return { name: patients.has(id) ? patientName(patients.get(id)) : t("Patient"), href: `#/patients/${id}` };
  if (type === "lot") return { name: t("Shelf"), href: "#/shelf" };
  if (type === "protocol") return { name: t("Protocols"), href: "#/protocols" };
  if (type === "conflict") return { name: t("Written twice"), href: `#/conflicts/${id}` };
  const note = notes.get(id);
  const patient = patients.get(note?.patient_id ?? of);
  return { name: [patient && patientName(patient), note && visitLabel(note)].filter(Boolean).join(", ") || t("Note"), href: note ? noteHref(note) : "#/" };
}

const place = (op) => (op.unit ? unitLabel(op.type, op.unit) : "");
const wordsOf = (op) => opWords(op, place(op));

function waitingRow(group, records, { connection }) {
  const { name, href } = subject({ ...group, patient_id: group.ops[0].patient_id }, records);
  const words = [...new Set(group.ops.map(wordsOf))];
  return html`<li><a class="row" href=${href}>
    <span class="row-main"><span class="row-title">${name}</span><span class="row-detail">${words.slice(0, 4).join(" · ")}${words.length > 4 ? ` · +${words.length - 4}` : ""}</span></span>
    <span class="row-end">${connection === "online" && group.ops.some(({ sent }) => sent) ? t("on its way") : formatTime(group.ops[0].client_time)}</span>${icon("next")}</a></li>`;
}

function refusal(op, records) {
  const { name, href } = subject(op, records);
  const { error } = op;
  const lacking = (error.missing ?? []).map((gap) => gap.label ?? gap.field ?? gap).slice(0, 6);
  return html`<article class="card refusal">
    <h3>${name}</h3>
    <p><strong>${wordsOf(op)}</strong> <span class="quiet">${formatDateTime(op.client_time)}</span></p>
    <p>${refusalWords(error)} ${error.detail ? html`<span class="quiet">${error.detail}</span>` : nothing}</p>
    ${lacking.length ? html`<p class="hint">${t("Missing: {list}", { list: lacking.join(", ") })}</p>` : nothing}
    ${(error.findings ?? []).map((finding) => html`<p class="hint">${t("Rule {id}", { id: finding.rule })}: ${finding.message}</p>`)}
    <div class="cluster">
      <a class="button" href=${error.code === "conflict_open" ? "#/conflicts" : href}>${t("Open")}</a>
      <button type="button" class="button" @click=${() => retryOp(op.op_id)}>${t("Try again")}</button>
      <button type="button" class="button button--quiet" @click=${() => giveUp(op, name)}>${t("Discard")}</button>
    </div></article>`;
}

async function giveUp(op, name) {
  const sure = await confirmSheet({
    heading: t("Discard this entry?"),
    body: t("{what}, {name}. It exists on this tablet only; once discarded nobody can bring it back. Export it first if in doubt.", { what: wordsOf(op), name }),
    confirm: t("Discard for good"),
    danger: true,
    typed: t("discard"),
  });
  if (sure) await discardOp(op.op_id);
}
