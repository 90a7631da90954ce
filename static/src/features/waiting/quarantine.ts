import { can } from "../../core/permissions.js";
import { formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { saveFile } from "../../lib/save-file.js";
import { liveView, summaries } from "../../live-query.js";
import { draftOf } from "../../store/drafts.js";
import { unitLabel } from "../../store/forms.js";
import { syncNow } from "../../sync/engine.js";
import {
  type Imported,
  importUnsent,
  listQuarantine,
  type Quarantined,
  type Settlement,
  settleQuarantined,
} from "../../sync/quarantine.js";
import type { AppContext, Op } from "../../types.js";
import { askText, type Kept } from "../../ui/controls/dialog.js";
import { attempts, saidBy } from "../../ui/forms/async-action.js";
import { emptyState } from "../../ui/layout/empty-state.js";
import { backHome, banner, button, dotted, errorMessage, group, link, page, quiet } from "../../ui/layout/page.js";
import { draftLabel } from "../patient/draft-labels.js";
import { type Begun, begunText, described } from "./begun.js";
import { opContent } from "./op-content.js";
import { opLabel, refusalLabel } from "./op-labels.js";
import { opLines } from "./op-lines.js";
import { type Records, subject } from "./op-subject.js";

const LEAST_REASON = 3;

interface QuarantineState {
  /** Null until the server has answered. */
  items: Quarantined[] | null;
  problem: string;
  busy: boolean;
  news: string;
  /** What was only begun, in the file imported last. */
  begun: Begun[];
}

interface Acts {
  load: () => Promise<unknown>;
  settle: (item: Quarantined, action: Settlement) => Promise<unknown>;
  bring: (event: Event) => Promise<unknown>;
}

export const title = () => t("Refused and imported entries");

/** What was not applied, for its author; for a supervisor that of the whole clinic. */
export function view(host: HTMLElement, _params: object, app: AppContext) {
  const state: QuarantineState = { items: null, problem: "", busy: false, news: "", begun: [] };
  let acts: Acts;
  return liveView(
    host,
    (redraw) => {
      acts = actsOn(state, redraw);
      acts.load();
      return { notes: summaries("note"), patients: summaries("patient"), calls: summaries("follow_up") };
    },
    (records) => screen(state, acts, records, app),
  );
}

function actsOn(state: QuarantineState, redraw: () => void): Acts {
  const attempt = attempts(
    state,
    redraw,
    saidBy(t("These entries are kept on the server, which cannot be reached now.")),
  );
  const load = async () => {
    state.items = await listQuarantine();
  };
  return {
    load: () => attempt(load),
    settle: async (item, action) => {
      const kept = draftOf<string>(`discard:${item.id}`);
      const reason = action === "discard" ? await askReason(item, kept) : null;
      if (reason === undefined) return;
      await attempt(async () => {
        await settleQuarantined(item.id, action, reason);
        await kept.clear();
        await load();
        syncNow();
      });
    },
    bring: async (event) => {
      const input = event.currentTarget as HTMLInputElement;
      const file = input.files?.[0];
      if (!file) return;
      const text = await file.text();
      input.value = "";
      await attempt(async () => {
        const counts = await importUnsent(text);
        state.news = counts ? importNews(counts) : t("This is not a file of unsent work. Nothing was imported.");
        state.begun = counts ? await Promise.all(counts.drafts.map(described)) : [];
        if (counts) await load();
      });
    },
  };
}

const importNews = ({ kept, known, left }: Imported) =>
  dotted(
    t("Imported: {n}", { n: kept }),
    known && t("here already: {n}", { n: known }),
    left && t("no room yet, import the file again later: {n}", { n: left }),
  );

const askReason = (item: Quarantined, kept: Kept<string>) =>
  askText({
    heading: t("Discard this entry?"),
    about: item.author_name,
    label: t("Why? The entry is set aside with this reason, and kept on the server."),
    confirm: t("Discard"),
    minimum: LEAST_REASON,
    kept,
  });

function screen(state: QuarantineState, acts: Acts, records: Records, app: AppContext): Template {
  const { items, problem, news } = state;
  return page(
    title(),
    html`
    ${items ? errorMessage(problem) : problem ? banner("warn", problem, button(t("Try again"), acts.load), "alert") : nothing}
    ${news ? banner("info", news, nothing, "status") : nothing}
    ${state.begun.length ? begunInFile(state.begun) : nothing}
    ${
      items?.length
        ? html`<p class="hint">${t("None of this has changed a record. It stays whole until a person has decided about it.")}</p>
          <ul class="list">${items.map((item) => html`<li>${card(item, state, acts, records, app)}</li>`)}</ul>`
        : items
          ? emptyState(
              t("Nothing to decide"),
              t(
                "Entries that the server refused or that were imported from a file are listed here until somebody decides about them.",
              ),
            )
          : nothing
    }
    ${can("quarantine.import", app.user, null, app.forms) ? importBox(state, acts) : nothing}`,
    backHome(),
  );
}

const begunInFile = (begun: Begun[]): Template =>
  group(
    t("Unfinished, only in the file"),
    html`<ul class="list">${begun.map(({ words, name, text }) => html`<li><strong>${dotted(words, name)}</strong><p>${text}</p></li>`)}</ul>
      <p class="hint">${t("Its author had only begun this. It is not on the server: keep the file until somebody has entered it where it belongs.")}</p>`,
    begun.length,
  );

const importBox = ({ busy }: QuarantineState, acts: Acts): Template => html`
  <label class="field"><span class="label">${t("Import the unsent work of a tablet")}</span>
    <input type="file" accept="application/json,.json" ?disabled=${busy} @change=${acts.bring} />
    <span class="hint">${t("The file that “Export unsent work” has saved. Everything in it comes here first; nothing is entered by itself.")}</span></label>`;

const SOURCES: Record<Quarantined["source"], () => string> = {
  refused: () => t("refused by the server"),
  unsigned: () => t("without a valid signature of its author"),
  drained: () => t("sent after the person or tablet was blocked"),
  imported: () => t("imported from a file"),
};

/** An import says from which tablet its file is: nothing proves it. */
const deviceWords = ({ device_name: name, is_device_stated: isStated }: Quarantined) =>
  name ? (isStated ? t("{name}, tablet as stated", { name }) : name) : t("unknown tablet");

function card(item: Quarantined, { busy }: QuarantineState, acts: Acts, records: Records, app: AppContext): Template {
  const { op, error } = item;
  const type = item.record_type;
  const about = type && item.record_id ? subject({ ...op, type, id: item.record_id }, records) : null;
  const words = op?.kind && type ? opLabel(op as Op, op.unit ? unitLabel(type, op.unit) : "") : t("Entry");
  const content = op ? opContent(op) : {};
  const lines = op ? opLines(op, app.forms) : nothing;
  const settle = (action: Settlement) => () => acts.settle(item, action);
  return html`<article class="card refusal">
    <h2>${about?.name ?? t("Record unknown")}</h2>
    <p><strong>${words}</strong> <span class="quiet">${dotted(
      item.is_stated ? t("{name}, author as stated", { name: item.author_name }) : item.author_name,
      formatDateTime(op?.client_time ?? item.created_at),
      SOURCES[item.source](),
      deviceWords(item),
    )}</span></p>
    ${error && item.source === "refused" ? html`<p>${refusalLabel(error)} <span class="quiet">${error.detail}</span></p>` : nothing}
    ${lines}${op?.kind === "unfinished" ? unfinished(op) : nothing}
    ${lines !== nothing || !op ? nothing : html`<details><summary>${t("As it was sent")}</summary><pre class="raw-entry">${op.text ?? JSON.stringify(op, null, 2)}</pre></details>`}
    ${item.can_attach ? nothing : html`<p class="hint">${t("It cannot be kept with its record: neither that nor its patient is on the server. Enter it again where it belongs, then discard it here; it stays readable on the server.")}</p>`}
    <div class="cluster">
      ${Object.keys(content).length && mayEnter(type, op, app) ? button(t("Enter as my edit"), settle("apply"), busy) : nothing}
      ${item.can_attach ? button(t("Keep with the record"), settle("attach"), busy) : nothing}
      ${button(t("Save as a file"), () => saveFile(`needlepoint-entry-${item.id}.json`, JSON.stringify(item, null, 2)))}
      ${about ? link(t("Open"), about.href) : nothing}
      ${quiet(t("Discard"), settle("discard"), busy)}
    </div></article>`;
}

/** What a tablet that was blocked held of it. */
function unfinished({ key, text }: Partial<Op>): Template {
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    // shown as it came
  }
  return html`<p>${draftLabel(String(key)).words}</p><p class="prose">${begunText(value)}</p>
    <p class="hint">${t("Its author had only begun this on a tablet that was blocked. Enter it where it belongs, if it is to be an entry.")}</p>`;
}

/** Whether this person may make such an edit at all; the server decides about this one. */
function mayEnter(type: Quarantined["record_type"], op: Quarantined["op"], { user, forms }: AppContext) {
  const kind = op?.kind === "create" ? "create" : "patch";
  if (type === "patient") return can(`patient.${kind}`, user, null, forms);
  if (type === "note") return can(`note.${kind}`, user, null, forms);
  if (type === "follow_up") return can(`follow_up.${kind}`, user, null, forms);
  if (type === "lot") return can(`lot.${kind}`, user, null, forms);
  return type === "protocol" && can(`protocol.${kind}`, user, null, forms);
}
