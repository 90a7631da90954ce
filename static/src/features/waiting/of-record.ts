// What belongs to a record without being part of it: what the server refused, and what was kept with it afterwards.

import { formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { type Refused, watchAttention } from "../../store/outbox.js";
import { watchStatus } from "../../store/status.js";
import { listAttached, type Quarantined } from "../../sync/quarantine.js";
import type { Forms, RecordTypeName, Status } from "../../types.js";
import { banner, dotted, link } from "../../ui/layout/page.js";
import { opLines } from "./op-lines.js";

/** The refused ops of one record, as a source of a view. */
export const refusedOf = (type: RecordTypeName, id: string) => (listener: (ops: Refused[]) => void) =>
  watchAttention((ops) => listener(ops.filter((op) => op.type === type && op.id === id)));

/** Null until the server has answered; it is asked as soon as it can be. */
export type Attached = Quarantined[] | null;

export const attachedTo = (id: string) => (listener: (found: Attached) => void) => {
  let asked = false;
  listener(null);
  return watchStatus(({ connection }) => {
    if (asked || connection !== "online") return;
    asked = true;
    listAttached(id).then(listener, () => {
      asked = false;
    });
  });
};

export function attachedContent(found: Attached, forms: Forms | null, { connection }: Status): Template {
  if (!found && connection === "online") return nothing;
  if (!found)
    return html`<p class="hint no-print">${t("Entries kept with this record without being part of it are shown here when the server can be reached.")}</p>`;
  return html`${found.map((each) => attached(each, forms))}`;
}

function attached({ op, error, author_name, is_stated, ...item }: Quarantined, forms: Forms | null): Template {
  const author = is_stated ? t("{name}, author as stated", { name: author_name }) : author_name;
  const lines = op ? opLines(op, forms) : nothing;
  return banner(
    "info",
    html`<strong>${t("Kept with this record, not part of it")}</strong>
      <p>${t("Written by {author}", { author })} <span class="quiet">${formatDateTime(op?.client_time ?? item.created_at)}</span></p>
      ${lines === nothing && op ? html`<details><summary>${t("As it was sent")}</summary><pre class="raw-entry">${op.text ?? JSON.stringify(op, null, 2)}</pre></details>` : lines}
      <p class="quiet">${dotted(
        t("Kept here by {name}", { name: item.settled_by_name ?? "–" }),
        item.settled_at && formatDateTime(item.settled_at),
        error?.detail,
      )}</p>`,
  );
}

/** Refused ops of a record whose screen has no way of its own to take them up. */
export const refusedHere = (ops: Refused[], forms: Forms | null): Template =>
  html`${ops.map((op) =>
    banner(
      "reason",
      html`<strong>${t("Refused by the server, kept on this tablet")}</strong> <span class="quiet">${formatDateTime(op.client_time)}</span>
        <p>${op.error.detail}</p>${opLines(op, forms)}`,
      link(t("Look at it"), "#/waiting"),
    ),
  )}`;
