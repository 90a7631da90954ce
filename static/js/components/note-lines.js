// Content lines drawn: for reading, for the signature, for paper.
import { html, nothing } from "../lib/dom.js";
import { carriedSign } from "./carried.js";
import { faceMap } from "./face-map.js";
import { signaturePicture } from "./signature.js";

/** Labelled lines under a heading, `more` after them. `shown` draws what stands beside a label. */
export const lineGroup = (heading, lines, shown, more = nothing) => html`<section class="lines-group"><h3>${heading}</h3>
  <dl>${lines.map((line) => html`<div><dt>${line.label}</dt>${shown(line)}</div>`)}</dl>${more}</section>`;

/** groups: contentLines(...). */
export const noteLines = (groups, { columns = false } = {}) => html`<div class=${columns ? "lines lines--columns" : "lines"}>
  ${groups.map(({ section, lines }) => lineGroup(section, lines, ({ drawn, value, carried }) => html`<dd>${drawn ? signaturePicture(drawn) : value}${carriedSign(carried)}</dd>`))}
</div>`;

/** The map as a picture, when the note has zones. */
export function zonePicture(fields, forms) {
  const zones = Object.fromEntries(Object.entries(fields).filter(([unit]) => unit.startsWith("zone:")).map(([unit, zone]) => [unit.slice(5), zone]));
  if (!Object.keys(zones).length) return nothing;
  const section = forms.record_types.note.sections.find((each) => each.unit === "zone");
  const labels = Object.fromEntries(section.keys.map(({ key, label }) => [key, label]));
  return html`<div class="note-picture">${faceMap({ zones, labels })}</div>`;
}
