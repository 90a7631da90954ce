import type { Gap } from "../../core/completeness.js";
import { formatAgo, formatDateTime, formatTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { liveView, summaries } from "../../live-query.js";
import { watchDrafts } from "../../store/drafts.js";
import { unitLabel } from "../../store/forms.js";
import { discardOp, type Refused, retryOp, type Waiting, watchAttention, watchOutbox } from "../../store/outbox.js";
import { watchStatus } from "../../store/status.js";
import { syncNow } from "../../sync/engine.js";
import { settleFromHere } from "../../sync/quarantine.js";
import type { AppContext, Finding, Op, Status } from "../../types.js";
import { confirmSheet } from "../../ui/controls/dialog.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { listRow } from "../../ui/layout/list-row.js";
import {
  backHome,
  banner,
  bannerLink,
  bar,
  button,
  errorMessage,
  group,
  link,
  page,
  primary,
  quiet,
} from "../../ui/layout/page.js";
import { type WaitingPhoto, waitingPhotos, watchWaitingPhotos } from "../photos/waiting-photos.js";
import { askServer } from "./ask-server.js";
import { type Begun, begunList, described } from "./begun.js";
import { exportKey } from "./export-unsent.js";
import { byRecord, opLabel, type RecordOps, refusalLabel } from "./op-labels.js";
import { opLines } from "./op-lines.js";
import { type Records, subject } from "./op-subject.js";

interface Screen extends Records {
  /** Oldest first. */
  waiting: Waiting[];
  refused: Refused[];
  begun: Begun[];
  photos: WaitingPhoto[];
  status: Status;
}

export const title = () => t("Waiting and received");

/** The list behind the status strip: unsent changes, refused changes, and the actions to resolve them. */
export function view(host: HTMLElement, _params: object, app: AppContext) {
  const asked = { problem: "" };
  return liveView(
    host,
    {
      waiting: watchOutbox,
      refused: watchAttention,
      begun: watchBegun,
      photos: watchWaitingPhotos,
      notes: summaries("note"),
      patients: summaries("patient"),
      calls: summaries("follow_up"),
      status: watchStatus,
    },
    (found, redraw) => {
      const send = async () => {
        asked.problem = "";
        asked.problem = await askServer(syncNow);
        redraw();
      };
      return screen(found, app, asked.problem, send);
    },
  );
}

const watchBegun = (listener: (begun: Begun[]) => void) =>
  watchDrafts((drafts) => Promise.all(drafts.map(described)).then(listener));

const screen = (
  { waiting, refused, begun, photos, status, ...records }: Screen,
  app: AppContext,
  problem: string,
  send: () => unknown,
): Template =>
  page(
    title(),
    html`
  ${facts(status)}
  ${
    refused.length
      ? group(
          t("Needs attention"),
          html`<p class="hint">${t("The server did not accept these. They stay here, whole, until you decide.")}</p>${refused.map((op) => refusal(op, records, app))}`,
          refused.length,
          "reason",
        )
      : nothing
  }
  ${status.conflicts ? bannerLink("#/conflicts", html`<strong>${t("{n} conflicting edits", { n: status.conflicts })}</strong>`) : nothing}
  ${begun.length ? group(t("Begun, not finished"), begunList(begun), begun.length) : nothing}
  ${
    waiting.length
      ? group(
          t("Waiting to be sent"),
          html`<ul class="list">${byRecord(waiting).map((ops) => waitingRow(ops, records, status))}</ul>`,
          waiting.length,
        )
      : refused.length || photos.length
        ? nothing
        : emptyState(
            t("Nothing waiting to be sent"),
            t(
              "Everything you wrote is on the server. Without a network, entries wait here and are sent as soon as the server answers. None is ever dropped.",
            ),
          )
  }
  ${waitingPhotos(photos, records)}
  ${errorMessage(problem)}
  ${bar(
    waiting.length + refused.length + begun.length > 0 && exportKey(),
    primary(
      status.syncing
        ? t("Contacting the server")
        : waiting.length || photos.length
          ? t("Send now")
          : t("Check for changes"),
      send,
    ),
  )}`,
    backHome(),
  );

const fact = (name: string, value: string | number, more: Template = nothing): Template =>
  html`<div><dt class="label">${name}</dt><dd class="figure">${value}${more}</dd></div>`;

const facts = ({ saved, waiting, photos, oldest, receivedAt, checkedAt, trouble }: Status): Template => html`
  <dl class="figures status-facts">
    ${fact(t("On this tablet"), saved ? t("all saved") : t("saving"))}
    ${photos ? fact(t("Photos waiting"), photos) : nothing}
    ${fact(t("Waiting"), waiting, oldest ? html`<small>${t("oldest {time}", { time: formatAgo(oldest) })}</small>` : nothing)}
    ${fact(t("Last received by the server"), receivedAt ? formatDateTime(receivedAt) : t("nothing yet"))}
    ${fact(t("Last heard from the server"), checkedAt ? formatTime(checkedAt) : "–")}
  </dl>
  ${trouble ? banner("warn", trouble) : nothing}`;

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

function refusal(op: Refused, records: Records, app: AppContext): Template {
  const { name, href } = subject(op, records);
  const { error } = op;
  const lacking = (error.missing ?? []).map(({ label }: Gap) => label).slice(0, 6);
  return html`<article class="card refusal">
    <h3>${name}</h3>
    <p><strong>${wordsOf(op)}</strong> <span class="quiet">${formatDateTime(op.client_time)}</span></p>
    <p>${refusalLabel(error)} ${error.detail ? html`<span class="quiet">${error.detail}</span>` : nothing}</p>
    ${lacking.length ? html`<p class="hint">${t("Missing: {list}", { list: lacking.join(", ") })}</p>` : nothing}
    ${(error.findings ?? []).map((finding: Finding) => html`<p class="hint">${t("Rule {id}", { id: finding.rule })}: ${finding.message}</p>`)}
    ${opLines(op, app.forms)}
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
      "{what}, {name}. It goes from this tablet; the server keeps what it refused, set aside. Export it first if in doubt.",
      { what: wordsOf(op), name },
    ),
    confirm: t("Discard for good"),
    danger: true,
    typed: t("discard"),
  });
  if (!sure) return;
  await discardOp(op.op_id);
  settleFromHere(op.op_id, t("Discarded on the tablet"));
}
