// Texts of the zone painter: the effect of a tap, usual depths, and each zone for screen readers.

import { passesSum } from "../../core/views.js";
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { withUnit } from "../../lib/numbers.js";
import type { Unit } from "../../types.js";
import { offers } from "../../ui/controls/chips.js";
import type { NoteModel } from "../note/note-model.js";
import { depthText } from "./face-map.js";
import { type Brush, type DeviceLimits, isScar, usualDepths } from "./zone-painter.js";

const BINS = ["< 0.5", "0.5–0.9", "1–1.4", "1.5–1.9", "≥ 2"];

/** Explains which tint stands for which depths. */
export const depthScale = (): Template =>
  html`<p class="map-key" aria-hidden="true"><span>mm</span>${BINS.map((words, index) => html`<span><i data-step=${index + 1}></i>${words}</span>`)}</p>`;

/** The effect of the next tap; `names` are those of the chosen zones. */
export function brushLabel(brush: Brush, names: string): Template | string {
  const { depth_mm: depth, passes } = brush;
  if (names)
    return html`<b>${names}</b> · ${depth === null ? t("now choose a depth") : t("changes go to these sites")}`;
  if (depth === null) return t("Choose a depth and tap the sites, or tap sites first.");
  return html`${t("Painting")} <b class="figure">${depthText(brush)}<small>mm${passes === null ? "" : ` · ${withUnit(passes, "{pass}")}`}</small></b> · ${t("tap the sites")}`;
}

/** The usual depths in these zones for the indication, shown before all depths the device can set. */
export function usualOffers(
  model: NoteModel,
  zones: string[],
  device: DeviceLimits | undefined,
  choose: (depth: number) => void,
): Template {
  const indication = model.note.content.visit?.indication;
  const offered = usualDepths(zones, indication, model.context.forms.limits.zones, device);
  const words = !offered.length
    ? t("Choose a site to see its usual depths.")
    : isScar(indication)
      ? t("Usual here for scars")
      : t("Usual here for texture");
  return html`<div class="field usual-depths"><span class="label" id="usual-depths">${words}</span>
    <div class="cluster" role="group" aria-labelledby="usual-depths">${offers(offered, "mm", choose)}</div></div>`;
}

/** A zone as a screen reader announces it. */
export const zoneLabel = (label: string, zone: Unit | undefined, isCopied: boolean): string =>
  [
    label,
    zone ? t("{depth} mm", { depth: depthText(zone) }) : t("not treated"),
    zone && passesSum(zone) !== null && withUnit(passesSum(zone), "{pass}"),
    isCopied && t("copied, not confirmed"),
  ]
    .filter(Boolean)
    .join(", ");
