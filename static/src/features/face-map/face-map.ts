// The face and neck, front view: one path per zone, drawn in templates/sprite.svg. Only the patient's right half is drawn there
// (the viewer's left); the other is its mirror.
import { number } from "../../core/figures.js";
import { runsOf } from "../../core/views.js";
import { html, nothing, svg, type Template } from "../../lib/dom.js";
import { depthLevel } from "../../lib/formats.js";
import { t } from "../../lib/i18n.js";
import { showNumber } from "../../lib/numbers.js";
import type { Content, Section, Unit } from "../../types.js";

type Side = "" | "right" | "left";

/** An area as templates/sprite.svg draws it. */
interface DrawnArea {
  /** The key of the zone without its side. */
  stem: string;
  d: string | null;
  /** The place of the figure. */
  x: number;
  y: number;
  small: string | undefined;
  /** Set where the area is too small for a figure. */
  dot: string | undefined;
}

/** An area of the map, on its side. */
export interface MapZone {
  key: string;
  /** The key of the same area on the other side; "" in the middle of the face. */
  pair: string;
  /** The zones that may have been meant instead, where the area is never needled. */
  near: string[] | undefined;
  never: boolean;
  d: string | null;
  at: string;
  transform: string | typeof nothing;
  small: string | undefined;
  dot: string | undefined;
}

/** Values with a depth: a zone of a note, or a brush. */
export type Depths = { depth_mm?: unknown[] | null; runs?: unknown[] | null } | null | undefined;

/** Without `describe` the map is not interactive. */
export interface FaceMapOptions {
  /** The values of the treated zones by their key. */
  zones: Record<string, Unit>;
  /** The names of the zones. */
  labels: Record<string, string>;
  /** The severity shown on a zone. */
  findings?: Record<string, string>;
  selected?: Set<string>;
  /** Zones with copied values that nobody has confirmed. */
  copied?: Set<string>;
  /** The one zone in the tab order. */
  anchor?: string;
  describe?: (key: string) => string;
  onTap?: (event: MouseEvent) => void;
  onKeydown?: (event: KeyboardEvent) => void;
}

const WIDTH = 400;
const MIRROR = `matrix(-1 0 0 1 ${WIDTH} 0)`;

/** Areas that are never needled, and the zones that may have been meant instead. */
const NEVER: Record<string, string[] | undefined> = {
  orbital_rim: ["periorbital", "eyelid"],
  eyelid: ["orbital_rim", "periorbital"],
  nostril: ["nose", "upper_lip"],
  vermilion_lip: ["upper_lip", "chin"],
};

const onSide =
  (side: Side, halves: Set<string>) =>
  ({ stem, x, y, ...drawn }: DrawnArea): MapZone => {
    const keyOf = (stem: string, side: Side) => (halves.has(stem) ? `${stem}_${side}` : stem);
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

function readZones(): MapZone[] {
  const paths = [...document.querySelectorAll<SVGPathElement>("#zones path")];
  const drawn = paths.map((path): DrawnArea => {
    const { x, y, small, dot } = path.dataset;
    return { stem: path.id.slice(2), d: path.getAttribute("d"), x: Number(x), y: Number(y), small, dot };
  });
  const halves = new Set(paths.filter(({ dataset }) => dataset.half === "").map(({ id }) => id.slice(2)));
  return (["", "right", "left"] as const)
    .flatMap((side) => drawn.filter(({ stem }) => halves.has(stem) === Boolean(side)).map(onSide(side, halves)))
    .sort((a, b) => Number(a.never) - Number(b.never));
}

let fromPage: MapZone[] | undefined;

/** Every zone in drawing order: small areas are drawn above large ones. Read from the page on first use. */
export function allZones(): MapZone[] {
  fromPage ??= readZones();
  return fromPage;
}

const depths = (zone: Depths) => runsOf(zone ?? {}).flatMap((run) => number(run.depth_mm) ?? []);

/** 0 for an untreated zone, 1 to 5 for the tint of its deepest pass. */
export function depthStep(zone: Depths): number {
  const all = depths(zone);
  return all.length ? depthLevel(Math.max(...all)) : 0;
}

export function depthText(zone: Depths): string {
  const all = depths(zone);
  if (!all.length) return "";
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return low === high ? showNumber(high) : `${showNumber(low)}–${showNumber(high)}`;
}

/** Keys of up to four areas of a map within `reach` pixels of a rectangle on the screen. */
export function neighbours(map: Element, { left, right, top, bottom }: DOMRect, reach: number): string[] {
  const near = [...map.querySelectorAll<SVGPathElement>(".map-zone:not([data-never])")].filter((path) => {
    const other = path.getBoundingClientRect();
    return other.left < right + reach && other.right > left - reach && other.top < bottom && other.bottom > top;
  });
  return near.slice(0, 4).flatMap((path) => path.dataset.zone ?? []);
}

/** {key: zone} of the zones in a note's fields. */
export const zonesOf = (fields: Content): Record<string, Unit> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([unit]) => unit.startsWith("zone:"))
      .map(([unit, zone]) => [unit.slice(5), zone]),
  );

/** {key: name} of the section of the zones. */
export const labelsOf = (section: Section): Record<string, string> =>
  Object.fromEntries(section.keys.map(({ key, label }) => [key, label]));

function figure({ at, small, dot }: MapZone, value: Unit | undefined, finding: string | undefined) {
  const isDot = dot === "";
  const mark = isDot
    ? svg`<circle class="map-finding" r="4"></circle>`
    : svg`<path class="map-finding" data-severity=${finding} d="M0-24l7 7l-7 7l-7-7z"></path>`;
  return svg`<g class="map-figure" transform="translate(${at})" data-step=${depthStep(value)} data-small=${small ?? nothing}>${isDot ? nothing : svg`<text y="5">${depthText(value)}</text>`}${finding ? mark : nothing}</g>`;
}

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
}: FaceMapOptions): Template {
  const area = ({ key, d, transform, never }: MapZone) => {
    const step = depthStep(zones[key]);
    const chosen = selected.has(key);
    return svg`<path class="map-zone" d=${d} transform=${transform} data-zone=${key} data-step=${step} ?data-never=${never} ?data-provisional=${copied.has(key)} ?data-selected=${chosen}
      data-finding=${findings[key] ?? nothing} role=${describe ? "button" : nothing} tabindex=${describe ? (key === anchor ? 0 : -1) : nothing}
      aria-pressed=${describe ? chosen || step > 0 : nothing} aria-label=${describe?.(key) ?? nothing}></path>`;
  };
  return html`<figure class="map" dir="ltr">
    <figcaption class="map-sides"><span><b>${t("R")}</b> ${t("patient’s right")}</span><span>${t("patient’s left")} <b>${t("L")}</b></span></figcaption>
    <svg class="map-face" viewBox="62 38 276 444" role=${describe ? "group" : "img"} aria-label=${t("Map of face and neck, front view")} @click=${onTap} @keydown=${onKeydown}>
      <use href="#face-behind"></use>
      ${allZones().map(area)}
      ${allZones()
        .filter(({ key }) => copied.has(key))
        .map(
          ({ d, transform }) =>
            svg`<path class="map-hatch" fill="url(#map-hatch)" d=${d} transform=${transform}></path>`,
        )}
      <use href="#face-lines"></use>
      ${allZones().map((zone) => (depthStep(zones[zone.key]) || findings[zone.key] ? figure(zone, zones[zone.key], findings[zone.key]) : nothing))}
    </svg>
    <figcaption class="visually-hidden">${allZones()
      .filter(({ key }) => depthStep(zones[key]))
      .map(({ key }) => `${labels[key]}: ${depthText(zones[key])} mm. `)}</figcaption>
  </figure>`;
}
