// The face and neck, front view: one path per zone. Only the patient's right half is drawn (the viewer's left); the other is its mirror.
import { html, nothing, svg } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { showNumber } from "./numbers.js";

const MIRROR = "matrix(-1 0 0 1 400 0)";
const BINS = [0.5, 1, 1.5, 2];

/** key without side -> path, place of the figure, `near`: what a thumb may have meant instead of a small area. */
const PAIRED = {
  temple: { d: "M124 105C112 118 99 134 95 150C90 166 88 182 88 202C96 206 104 206 112 203C112 190 116 178 126 170C127 150 127 126 124 105Z", at: [107, 168], small: true },
  periorbital: { d: "M112 203C112 190 116 178 126 170C140 161 164 162 178 172C180 178 183 184 187 190C187 202 186 212 185 222C178 240 164 250 148 250C126 250 113 228 112 203Z", at: [148, 240] },
  malar: { d: "M88 202C96 206 104 206 112 203C113 228 126 250 148 250C164 250 178 240 185 222C183 238 180 252 176 262C172 266 170 270 170 275C150 272 120 282 98 292C92 262 89 232 88 202Z", at: [125, 264] },
  cheek: { d: "M98 292C120 282 150 272 170 275C170 283 174 288 180 289C168 297 160 307 157 320C156 327 153 333 150 338C132 322 116 306 98 292Z", at: [141, 303] },
  jawline: { d: "M98 292C116 306 132 322 150 338C154 346 158 356 160 366C162 380 164 390 166 397C152 389 138 374 128 360C112 340 103 318 98 292Z", at: [140, 352] },
  orbital_rim: { d: "M124 207C125 196 137 189 151 189C166 189 177 198 177 209C176 220 165 227 151 227C137 227 126 219 124 207Z", never: true, near: ["periorbital", "eyelid"] },
  eyelid: { d: "M129 208C135 196 165 195 173 210C167 221 137 221 129 208Z", never: true, near: ["orbital_rim", "periorbital"] },
  nostril: { d: "M181 287C183 283 192 283 196 288C194 293 184 293 181 287Z", never: true, near: ["nose", "upper_lip"] },
};

const SINGLE = {
  forehead: { d: "M124 105C144 84 170 76 200 76C230 76 256 84 276 105C273 126 273 150 274 170C260 161 236 162 222 172L218 152C206 147 194 147 182 152L178 172C164 162 140 161 126 170C127 150 127 126 124 105Z", at: [200, 122] },
  glabella: { d: "M182 152C194 147 206 147 218 152L222 172C220 178 217 184 213 190C205 187 195 187 187 190C183 184 180 178 178 172Z", at: [200, 170] },
  nose: { d: "M187 190C195 187 205 187 213 190C213 214 216 240 224 262C231 272 231 284 220 289C212 292 206 295 200 295C194 295 188 292 180 289C169 284 169 272 176 262C184 240 187 214 187 190Z", at: [200, 250] },
  upper_lip: { d: "M180 289C188 292 194 295 200 295C206 295 212 292 220 289C232 297 240 307 243 320C241 326 237 330 232 331C222 325 212 321 206 320C203 320 202 322 200 322C198 322 197 320 194 320C188 321 178 325 168 331C163 330 159 326 157 320C160 307 168 297 180 289Z", at: [200, 308] },
  vermilion_lip: { d: "M168 331C178 325 188 321 194 320C197 320 198 322 200 322C202 322 203 320 206 320C212 321 222 325 232 331C222 342 212 347 200 347C188 347 178 342 168 331Z", at: [200, 335], never: true, near: ["upper_lip", "chin"] },
  chin: { d: "M150 338C153 333 156 327 157 320C159 326 163 330 168 331C178 342 188 347 200 347C212 347 222 342 232 331C237 330 241 326 243 320C244 327 247 333 250 338C246 346 242 356 240 366C238 380 236 390 234 397C226 403 214 410 200 410C186 410 174 403 166 397C164 390 162 380 160 366C158 356 154 346 150 338Z", at: [200, 377] },
  neck: { d: "M132 365C142 378 153 390 166 397C174 403 186 410 200 410C214 410 226 403 234 397C247 390 258 378 268 365C267 392 268 414 276 436C250 458 222 470 200 474C178 470 150 458 124 436C132 414 133 392 132 365Z", at: [200, 440] },
};

const withSide = (side) =>
  Object.entries(PAIRED).map(([stem, zone]) => ({
    ...zone,
    key: `${stem}_${side}`,
    pair: `${stem}_${side === "left" ? "right" : "left"}`,
    near: zone.near?.map((other) => (PAIRED[other] ? `${other}_${side}` : other)),
    mirrored: side === "left",
    at: zone.at && [side === "left" ? 400 - zone.at[0] : zone.at[0], zone.at[1]],
  }));

/** Every zone in the order it is painted: small areas lie on top of the large ones. */
export const ZONES = [
  ...Object.entries(SINGLE).map(([key, zone]) => ({ ...zone, key })),
  ...withSide("right"),
  ...withSide("left"),
].sort((a, b) => Boolean(a.never) - Boolean(b.never));

const BACK_HALF = "M200 44C146 44 98 76 89 140C86 160 86 180 88 202M87 192C76 187 71 202 75 224C78 242 83 257 92 259M124 436C112 450 92 461 62 468M186 470C176 466 160 462 148 462";
const FACE_HALF = "M124 105C112 118 99 134 95 150C90 166 88 182 88 202C89 232 92 262 98 292C103 318 112 340 128 360C138 374 152 389 166 397C174 403 186 410 200 410M132 365C133 392 132 414 124 436M200 76C170 76 144 84 124 105";
const EYE_HALF = "M133 209C142 200 161 200 170 211M133 209C143 217 160 218 170 211M134 194C146 189 160 190 169 196";
const BROW_HALF = "M124 180C137 168 160 166 178 174";
const NOSE = "M180 289C176 288 171 282 174 273M220 289C224 288 229 282 226 273M184 290C189 286 194 290 200 294C206 290 211 286 216 290";
const MOUTH = "M168 331C180 333 190 330 200 332C210 330 220 333 232 331M186 353C195 356 205 356 214 353";

/** Lines across a zone whose values were carried over and not confirmed. */
const HATCH = svg`<defs><pattern id="map-hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="map-hatch-line" d="M0 0V7"></path></pattern></defs>`;

const half = (d, name, mirrored) => svg`<path class=${name} d=${d} transform=${mirrored ? MIRROR : nothing}></path>`;
const both = (d, name) => [half(d, name, false), half(d, name, true)];

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

function figure(zone, value, finding) {
  if (!zone.at) return finding ? svg`<circle class="map-finding" cx=${zone.mirrored ? 249 : 151} cy="208" r="4"></circle>` : nothing;
  const [x, y] = zone.at;
  const mark = finding ? svg`<path class="map-finding" data-severity=${finding} d=${`M${x} ${y - 24}l7 7l-7 7l-7 -7z`}></path>` : nothing;
  return svg`<g class="map-figure" data-step=${depthStep(value)} data-small=${zone.small ? "" : nothing}><text x=${x} y=${y + 5}>${depthText(value)}</text>${mark}</g>`;
}

/**
 * options: {zones: {key: {depth_mm, ...}}, labels: {key: name}, findings: {key: severity}, selected: Set, copied: Set of keys whose values nobody has confirmed, anchor: key, describe(key),
 * onTap(key, event), onKeydown}. Without onTap the map is a picture.
 */
export function faceMap({ zones, labels, findings = {}, selected = new Set(), copied = new Set(), anchor, describe, onTap, onKeydown }) {
  const area = (zone) => svg`<path
    class="map-zone"
    d=${zone.d}
    transform=${zone.mirrored ? MIRROR : nothing}
    data-zone=${zone.key}
    data-step=${depthStep(zones[zone.key])}
    data-never=${zone.never ? "" : nothing}
    data-provisional=${copied.has(zone.key) ? "" : nothing}
    data-selected=${selected.has(zone.key) ? "" : nothing}
    data-finding=${findings[zone.key] ?? nothing}
    role=${onTap ? "button" : nothing}
    tabindex=${onTap ? (zone.key === anchor ? 0 : -1) : nothing}
    aria-pressed=${onTap ? (selected.has(zone.key) || depthStep(zones[zone.key]) > 0 ? "true" : "false") : nothing}
    aria-label=${onTap ? describe(zone.key) : nothing}
    @click=${onTap ? (event) => onTap(zone.key, event) : nothing}
  ></path>`;
  return html`<figure class="map">
    <figcaption class="map-sides"><span><b>${t("R")}</b> ${t("patient’s right")}</span><span>${t("patient’s left")} <b>${t("L")}</b></span></figcaption>
    <svg class="map-face" viewBox="62 38 276 444" role=${onTap ? "group" : "img"} aria-label=${t("Map of face and neck, front view")} @keydown=${onKeydown ?? nothing}>
      ${both(BACK_HALF, "map-back")}
      ${copied.size ? HATCH : nothing}
      ${ZONES.map(area)}
      ${ZONES.filter(({ key }) => copied.has(key)).map(({ d, mirrored }) => svg`<path class="map-hatch" fill="url(#map-hatch)" d=${d} transform=${mirrored ? MIRROR : nothing}></path>`)}
      ${both(FACE_HALF, "map-line")}${both(BROW_HALF, "map-brow")}${both(EYE_HALF, "map-eye")}
      ${[151, 249].map((x) => svg`<circle class="map-iris" cx=${x} cy="208.5" r="5"></circle>`)}
      <path class="map-eye" d=${NOSE}></path><path class="map-eye" d=${MOUTH}></path>
      ${ZONES.map((zone) => (depthStep(zones[zone.key]) || findings[zone.key] ? figure(zone, zones[zone.key], findings[zone.key]) : nothing))}
    </svg>
    <figcaption class="visually-hidden">${ZONES.filter((zone) => depthStep(zones[zone.key])).map((zone) => `${labels[zone.key]}: ${depthText(zones[zone.key])} mm. `)}</figcaption>
  </figure>`;
}
