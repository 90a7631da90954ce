// @ts-nocheck
// The face and neck, front view: one path per zone, drawn in templates/sprite.svg. Only the patient's right half is drawn there
// (the viewer's left); the other is its mirror.
import { html, nothing, svg } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";

const WIDTH = 400;
const MIRROR = `matrix(-1 0 0 1 ${WIDTH} 0)`;
const BINS = [0.5, 1, 1.5, 2];

/** Areas that are never needled, and what a thumb may have meant instead. */
const NEVER = {
  orbital_rim: ["periorbital", "eyelid"],
  eyelid: ["orbital_rim", "periorbital"],
  nostril: ["nose", "upper_lip"],
  vermilion_lip: ["upper_lip", "chin"],
};

/** As drawn: {stem: key without side, d, x, y: place of the figure, half, small, dot: too small for a figure}. */
const DRAWN = [...document.querySelectorAll("#zones path")].map((path) => ({
  stem: path.id.slice(2),
  d: path.getAttribute("d"),
  ...path.dataset,
}));
const HALVES = new Set(DRAWN.filter(({ half }) => half === "").map(({ stem }) => stem));
const keyOf = (stem, side) => (HALVES.has(stem) ? `${stem}_${side}` : stem);

const onSide =
  (side) =>
  ({ stem, x, y, ...drawn }) => {
    const near = NEVER[stem]?.map((other) => keyOf(other, side));
    const left = side === "left";
    return {
      ...drawn,
      key: keyOf(stem, side),
      pair: side && keyOf(stem, left ? "right" : "left"),
      near,
      never: Boolean(near),
      at: `${left ? WIDTH - x : x} ${y}`,
      transform: left ? MIRROR : nothing,
    };
  };

/** Every zone in the order it is painted: small areas lie on top of the large ones. */
export const ZONES = ["", "right", "left"]
  .flatMap((side) => DRAWN.filter(({ stem }) => HALVES.has(stem) === Boolean(side)).map(onSide(side)))
  .sort((a, b) => a.never - b.never);

const depths = (zone) => (zone?.depth_mm ?? []).filter((each) => typeof each === "number");

/** 0 for an untreated zone, 1 to 5 for the tint of its deepest pass. */
export function depthStep(zone) {
  const all = depths(zone);
  return all.length ? 1 + BINS.filter((limit) => Math.max(...all) >= limit).length : 0;
}

export function depthText(zone) {
  const all = depths(zone);
  if (!all.length) return "";
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return low === high ? showNumber(high) : `${showNumber(low)}–${showNumber(high)}`;
}

/** Keys of up to four areas of a map within `reach` pixels of a box of the screen. */
export function neighbours(map, { left, right, top, bottom }, reach) {
  const near = [...map.querySelectorAll(".map-zone:not([data-never])")].filter((path) => {
    const other = path.getBoundingClientRect();
    return other.left < right + reach && other.right > left - reach && other.top < bottom && other.bottom > top;
  });
  return near.slice(0, 4).map((path) => path.dataset.zone);
}

/** {key: zone} of the zones in a note's fields. */
export const zonesOf = (fields) =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([unit]) => unit.startsWith("zone:"))
      .map(([unit, zone]) => [unit.slice(5), zone]),
  );

/** {key: name} of the section of the zones. */
export const labelsOf = (section) => Object.fromEntries(section.keys.map(({ key, label }) => [key, label]));

function figure({ at, small, dot }, value, finding) {
  const isDot = dot === "";
  const mark = isDot
    ? svg`<circle class="map-finding" r="4"></circle>`
    : svg`<path class="map-finding" data-severity=${finding} d="M0-24l7 7l-7 7l-7-7z"></path>`;
  return svg`<g class="map-figure" transform="translate(${at})" data-step=${depthStep(value)} data-small=${small ?? nothing}>${isDot ? nothing : svg`<text y="5">${depthText(value)}</text>`}${finding ? mark : nothing}</g>`;
}

/**
 * options: {zones: {key: {depth_mm, ...}}, labels: {key: name}, findings: {key: severity}, selected: Set, copied: Set of keys whose
 * values nobody has confirmed, anchor: key, describe(key), onTap(event), onKeydown}. Without `describe` the map is a picture.
 */
export function faceMap({
  zones,
  labels,
  findings = {},
  selected = new Set(),
  copied = new Set(),
  anchor,
  describe,
  onTap,
  onKeydown,
}) {
  const area = ({ key, d, transform, never }) => {
    const step = depthStep(zones[key]);
    const chosen = selected.has(key);
    return svg`<path class="map-zone" d=${d} transform=${transform} data-zone=${key} data-step=${step} ?data-never=${never} ?data-provisional=${copied.has(key)} ?data-selected=${chosen}
      data-finding=${findings[key] ?? nothing} role=${describe ? "button" : nothing} tabindex=${describe ? (key === anchor ? 0 : -1) : nothing}
      aria-pressed=${describe ? chosen || step > 0 : nothing} aria-label=${describe?.(key) ?? nothing}></path>`;
  };
  return html`<figure class="map">
    <figcaption class="map-sides"><span><b>${t("R")}</b> ${t("patient’s right")}</span><span>${t("patient’s left")} <b>${t("L")}</b></span></figcaption>
    <svg class="map-face" viewBox="62 38 276 444" role=${describe ? "group" : "img"} aria-label=${t("Map of face and neck, front view")} @click=${onTap} @keydown=${onKeydown}>
      <use href="#face-behind"></use>
      ${ZONES.map(area)}
      ${ZONES.filter(({ key }) => copied.has(key)).map(({ d, transform }) => svg`<path class="map-hatch" fill="url(#map-hatch)" d=${d} transform=${transform}></path>`)}
      <use href="#face-lines"></use>
      ${ZONES.map((zone) => (depthStep(zones[zone.key]) || findings[zone.key] ? figure(zone, zones[zone.key], findings[zone.key]) : nothing))}
    </svg>
    <figcaption class="visually-hidden">${ZONES.filter(({ key }) => depthStep(zones[key])).map(({ key }) => `${labels[key]}: ${depthText(zones[key])} mm. `)}</figcaption>
  </figure>`;
}
