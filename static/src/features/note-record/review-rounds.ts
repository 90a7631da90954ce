// The rounds of a review: what was returned and why, and which version answered it.
import { roundsOf } from "../../core/trace.js";
import { formatDateTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { LocalRecord, Pin, TraceEntry } from "../../types.js";
import { icon } from "../../ui/layout/icons.js";
import { dotted } from "../../ui/layout/page.js";
import { placeWords, whyWords } from "./pin-words.js";

/** The places to be corrected; with `jump` each opens its field. */
export function pinLines(pins: Pin[], jump?: (unit: string, name: string) => void): Template {
  if (!pins.length) return nothing;
  const line = (pin: Pin) => html`<b>${placeWords(pin)}</b> ${whyWords(pin)}`;
  return html`<ul class="pins">${pins.map((pin) => html`<li>${jump ? html`<button type="button" class="button button--quiet pin" @click=${() => jump(pin.unit, pin.field ?? "")}><span>${line(pin)}</span>${icon("next")}</button>` : line(pin)}</li>`)}</ul>`;
}

const round = ({
  kind,
  name,
  at,
  reason,
  version,
  pins = [],
}: TraceEntry): Template => html`<li class="stack stack--tight">
  <span><b>${kind === "return" ? t("Returned by {name}", { name }) : t("Corrected and signed by {name}", { name })}</b>
    <span class="quiet">${dotted(formatDateTime(at), version && t("version {n}", { n: version }))}</span></span>
  ${reason ? html`<span>“${reason}”</span>` : nothing}${pinLines(pins)}</li>`;

/** The earliest first; nothing for a note that was never returned. */
export function reviewRounds(note: LocalRecord): Template {
  const rounds = roundsOf(note);
  if (!rounds.length) return nothing;
  return html`<section class="stack stack--tight" aria-labelledby="rounds-title">
    <h2 id="rounds-title">${t("Rounds of the review")}</h2>
    <ol class="list trace">${rounds.map(round)}</ol>
  </section>`;
}
