import type { Gap } from "../../core/completeness.js";
import { formatAgo, formatDateTime, formatTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView, summaries } from "../../live-query.js";
import { unitLabel } from "../../store/forms.js";
import { discardOp, type Refused, retryOp, type Waiting, watchAttention, watchOutbox } from "../../store/outbox.js";
import { watchStatus } from "../../store/status.js";
import type { Summaries } from "../../store/summaries.js";
import { syncNow } from "../../sync/engine.js";
import type { Finding, Op, Status } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { listRow } from "../../ui/layout/list-row.js";
import { backHome, banner, bannerLink, bar, button, group, link, page, primary, quiet } from "../../ui/layout/page.js";
import { CLINIC_RECORDS } from "../conflicts/conflict-labels.js";
import { noteHref, visitLabel } from "../note-record/visit-labels.js";
import { patientName } from "../patient/patient-labels.js";
import { exportKey } from "./export-unsent.js";
import { byRecord, opLabel, type RecordOps, refusalLabel } from "./op-labels.js";

/** The records on this tablet that an op may be about. */
interface Records {
  notes: Summaries;
  patients: Summaries;
}

interface Screen extends Records {
  /** Oldest first. */
  waiting: Waiting[];
  refused: Refused[];
  status: Status;
}

export const title = () => t("Waiting and received");

/** The list behind the status strip: unsent changes, refused changes, and the actions to resolve them. */
export const view = (host: HTMLElement) =>
  liveView(
    host,
    {
      waiting: watchOutbox,
      refused: watchAttention,
      notes: summaries("note"),
      patients: summaries("patient"),
      status: watchStatus,
    },
    screen,
  );

const screen = ({ waiting, refused, status, ...records }: Screen): Template =>
  page(
    title(),
    html`
  ${facts(status)}
  ${
    refused.length
      ? group(
          t("Needs attention"),
          html`<p class="hint">${t("The server did not accept these. They stay here, whole, until you decide.")}</p>${refused.map((op) => refusal(op, records))}`,
          refused.length,
          "reason",
        )
      : nothing
  }
  ${status.conflicts ? bannerLink("#/conflicts", html`<strong>${t("Written twice: {n}", { n: status.conflicts })}</strong>`) : nothing}
  ${
    waiting.length
      ? group(
          t("Waiting to be sent"),
          html`<ul class="list">${byRecord(waiting).map((ops) => waitingRow(ops, records, status))}</ul>`,
          waiting.length,
        )
      : refused.length
        ? nothing
        : emptyState(
            t("Nothing waits"),
            t(
              "All you have written is with the server. Without a network it gathers here and goes by itself as soon as the server answers; nothing is ever dropped.",
            ),
          )
  }
  ${bar(
    waiting.length + refused.length > 0 && exportKey(),
    primary(
      status.syncing ? t("Talking to the server") : waiting.length ? t("Send now") : t("Ask the server now"),
      () => syncNow(),
      status.syncing,
    ),
  )}`,
    backHome(),
  );

const fact = (name: string, value: string | number, more: Template = nothing): Template =>
  html`<div><dt class="label">${name}</dt><dd class="figure">${value}${more}</dd></div>`;

const facts = ({ saved, waiting, oldest, receivedAt, checkedAt, trouble }: Status): Template => html`
  <dl class="figures status-facts">
    ${fact(t("On this tablet"), saved ? t("all saved") : t("saving"))}
    ${fact(t("Waiting"), waiting, oldest ? html`<small>${t("oldest {time}", { time: formatAgo(oldest) })}</small>` : nothing)}
    ${fact(t("Last received by the server"), receivedAt ? formatDateTime(receivedAt) : t("nothing yet"))}
    ${fact(t("Last heard from the server"), checkedAt ? formatTime(checkedAt) : "–")}
  </dl>
  ${trouble ? banner("warn", trouble) : nothing}`;

/**
 * Whose record it is and its address. `patient_id` is that of an op that creates a note, which may not be on this
 * tablet.
 */
function subject(
  { type, id, patient_id: of }: Pick<Op, "type" | "id"> & { patient_id?: string | null },
  { notes, patients }: Records,
): { name: string; href: string } {
  if (type === "patient")
    return {
      name: patients.byId.has(id) ? patientName(patients.byId.get(id)) : t("Patient"),
      href: `#/patients/${id}`,
    };
  const ours = CLINIC_RECORDS[type];
  if (ours) return { name: ours.name(), href: ours.href };
  if (type === "conflict") return { name: t("Written twice"), href: `#/conflicts/${id}` };
  const note = notes.byId.get(id);
  const patient = patients.byId.get(note?.patient_id ?? of ?? "");
  return {
    name: [patient && patientName(patient), note && visitLabel(note)].filter(Boolean).join(", ") || t("Note"),
    href: note ? noteHref(note) : "#/",
  };
}

const wordsOf = (op: Op) => opLabel(op, op.unit ? unitLabel(op.type, op.unit) : "");

function waitingRow(record: RecordOps<Waiting>, records: Records, { connection }: Status): Template {
  const { name, href } = subject({ ...record, patient_id: record.ops[0].patient_id }, records);
  const words = [...new Set(record.ops.map(wordsOf))];
  return listRow({
    href,
    title: name,
    detail: words.slice(0, 4).join(" · ") + (words.length > 4 ? ` · +${words.length - 4}` : ""),
    end:
      connection === "online" && record.ops.some(({ sent }) => sent)
        ? t("on its way")
        : formatTime(record.ops[0].client_time),
  });
}

function refusal(op: Refused, records: Records): Template {
  const { name, href } = subject(op, records);
  const { error } = op;
  const lacking = (error.missing ?? []).map(({ label }: Gap) => label).slice(0, 6);
  return html`<article class="card refusal">
    <h3>${name}</h3>
    <p><strong>${wordsOf(op)}</strong> <span class="quiet">${formatDateTime(op.client_time)}</span></p>
    <p>${refusalLabel(error)} ${error.detail ? html`<span class="quiet">${error.detail}</span>` : nothing}</p>
    ${lacking.length ? html`<p class="hint">${t("Missing: {list}", { list: lacking.join(", ") })}</p>` : nothing}
    ${(error.findings ?? []).map((finding: Finding) => html`<p class="hint">${t("Rule {id}", { id: finding.rule })}: ${finding.message}</p>`)}
    <div class="cluster">
      ${link(t("Open"), error.code === "conflict_open" ? "#/conflicts" : href)}
      ${button(t("Try again"), () => retryOp(op.op_id))}
      ${quiet(t("Discard"), () => giveUp(op, name))}
    </div></article>`;
}

async function giveUp(op: Refused, name: string) {
  const sure = await confirmSheet({
    heading: t("Discard this entry?"),
    body: t(
      "{what}, {name}. It exists on this tablet only; once discarded nobody can bring it back. Export it first if in doubt.",
      { what: wordsOf(op), name },
    ),
    confirm: t("Discard for good"),
    danger: true,
    typed: t("discard"),
  });
  if (sure) await discardOp(op.op_id);
}
