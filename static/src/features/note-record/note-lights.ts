// Three marks: on this tablet, received by the server, reviewed; then the signatures and the review comment.

import { isKnownChanged } from "../../core/as-signed.js";
import { notAsked } from "../../core/review-policy.js";
import { openPins } from "../../core/trace.js";
import { formatDate, formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { session } from "../../store/session.js";
import type { LocalRecord, Signature } from "../../types.js";
import { icon } from "../../ui/layout/icons.js";
import { banner } from "../../ui/layout/page.js";
import { pinLines } from "./review-rounds.js";

const light = (on: boolean, mark: string, words: string, detail: string) =>
  html`<li class="light" data-on=${on ? "" : nothing}>${icon(mark)}<p><b>${words}</b>${detail}</p></li>`;

function receipt(note: LocalRecord, photos: number) {
  if (note.attention) return t("{n} refused, to look at", { n: note.attention });
  if (note.pending) return t("{n} waiting to be sent", { n: note.pending });
  if (photos) return t("{n} photos waiting to be sent", { n: photos });
  const last = session()?.verified;
  if (last && !last.broken.includes(note.id) && note.version && note.updated_at <= last.at)
    return t("arrived, checked on {date}", { date: formatDate(last.at) });
  return t("all of it has arrived");
}

function reviewWords(note: LocalRecord) {
  if (note.local?.approved || note.local?.returned) return t("decided on this tablet, not sent yet");
  if (note.state === "approved") return t("approved by {name}", { name: note.review?.name ?? "" });
  if (note.state === "returned") return t("returned for correction");
  if (note.state === "imported") return t("from an earlier record, signed by nobody here");
  if (note.state !== "signed") return t("not signed yet");
  const words = { alone: t("no countersign: a practice with one clinician"), share: t("not chosen for review") };
  const why = notAsked(note);
  return why ? words[why] : t("waiting for the supervisor");
}

/** `photos`: how many of its photos wait on this tablet. */
export function lights(note: LocalRecord, photos = 0): Template {
  const received = !note.pending && !note.attention && !photos;
  return html`<ul class="lights" aria-label=${t("Where this note is")}>
    ${light(true, "tablet", t("On this tablet"), t("saved"))}
    ${light(received, "server", received ? t("Received by the server") : t("Not received yet"), receipt(note, photos))}
    ${light(note.state === "approved" && !note.local?.approved, "reviewed", note.state === "approved" ? t("Reviewed") : t("Not reviewed"), reviewWords(note))}
  </ul>`;
}

/** Above all else: nobody may rely on what follows. */
export function changedAfterSigning(note: LocalRecord, redraw: () => void): Template {
  if (!isKnownChanged(note, redraw)) return nothing;
  return banner(
    "block",
    t("This is not what was signed: it was changed outside the app. Do not rely on it; tell whoever runs the server."),
  );
}

function meaning(kind: string) {
  const words: Record<string, string> = {
    author: t("Signed"),
    amendment: t("Amended and signed"),
    countersign: t("Countersigned"),
  };
  return words[kind] ?? kind;
}

/** Where the tablet's clock, or the time until it was sent, differs by more than a minute. */
function tabletTime({ at, client_at }: Signature): Template {
  if (!client_at || Math.abs(Date.parse(at) - Date.parse(client_at)) < 60_000) return nothing;
  return html`<span class="hint">${t("on the tablet at {when}, received then", { when: formatDateTime(client_at) })}</span>`;
}

/** Of a note that was approved together with others: what of it the reviewer was shown, and when. */
function shownWords({ review }: LocalRecord, { at }: Signature): Template {
  if (!review?.shown?.bulk || review.at !== at) return nothing;
  const { parts, first_at: from, last_at: to } = review.shown;
  const when = { n: parts.length, from: formatDateTime(from), to: formatDateTime(to) };
  return html`<span class="hint">${t("Approved together with other notes. All of its parts ({n}) were on the screen, from {from} to {to}.", when)}</span>`;
}

export function signatures(note: LocalRecord): Template {
  if (!note.signatures?.length) return nothing;
  return html`<section class="stack stack--tight" aria-labelledby="signatures-title">
    <h2 id="signatures-title">${t("Signatures")}</h2>
    <ul class="list">${note.signatures.map(
      (
        each,
        n,
      ) => html`<li class="signature"><b>${meaning(each.meaning)}</b><span>${each.name}</span><span>${formatDateTime(each.at)}</span>
        <span class="quiet">${t("version {n}", { n: each.version })}</span>${tabletTime(each)}
        ${each.meaning === "countersign" ? shownWords(note, each) : nothing}
        <details class="more"><summary>${t("Content hash {hash}", { hash: each.content_hash.slice(0, 12) })}</summary><code class="hash">${each.content_hash}</code></details>
        ${each.key ? html`<span class="quiet">${t("with key {key}", { key: each.key.slice(0, 8) })}</span>` : nothing}
        ${note.stated?.signatures.includes(n) ? html`<span class="hint">${t("As stated by the source: no key proves this signature.")}</span>` : nothing}
        ${each.claimed_at ? html`<span class="hint">${t("Sent again after the server was restored. First received {when}, as the tablet states.", { when: formatDateTime(each.claimed_at) })}</span>` : nothing}</li>`,
    )}</ul>
    ${note.local?.signed || note.local?.amended ? banner("info", t("Signed on this tablet, awaiting confirmation by the server.")) : nothing}
  </section>`;
}

export function reviewComment(note: LocalRecord): Template {
  const { review } = note;
  const pins = openPins(note);
  if (!review?.comment && !pins.length) return nothing;
  const returned = review?.outcome === "returned";
  return banner(
    returned ? "reason" : "good",
    html`<strong>${returned ? t("Returned by {name}", { name: review?.name }) : t("Approved by {name}", { name: review?.name })}</strong>
      ${review?.comment ? html`<p>${review.comment}</p>` : nothing}${pinLines(pins)}<p class="hint">${formatDateTime(review?.at)}</p>`,
  );
}
