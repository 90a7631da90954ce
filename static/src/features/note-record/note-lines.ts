// @ts-nocheck
// Content lines drawn: for reading, for the signature, for paper.
import { sectionFor } from "../../core/catalogue.js";
import { html, nothing } from "../../lib/dom.js";
import { signaturePicture } from "../../ui/controls/signature-pad.js";
import { faceMap, labelsOf, zonesOf } from "../face-map/face-map.js";
import { carriedSign } from "../note/copied-values.js";

/** Labelled lines under a heading, `more` after them. `shown` draws what stands beside a label. */
export const lineGroup = (
  heading,
  lines,
  shown,
  more = nothing,
) => html`<section class="lines-group"><h3>${heading}</h3>
  <dl>${lines.map((line) => html`<div><dt>${line.label}</dt>${shown(line)}</div>`)}</dl>${more}</section>`;

/** groups: contentLines(...). */
export const noteLines = (
  groups,
  { columns = false } = {},
) => html`<div class=${columns ? "lines lines--columns" : "lines"}>
  ${groups.map(({ section, lines }) => lineGroup(section, lines, ({ drawn, value, carried }) => html`<dd>${drawn ? signaturePicture(drawn) : value}${carriedSign(carried)}</dd>`))}
</div>`;

/** The map as a picture, when the note has zones. */
export function zonePicture(fields, forms) {
  const zones = zonesOf(fields);
  if (!Object.keys(zones).length) return nothing;
  const labels = labelsOf(sectionFor(forms.record_types.note.sections, "zone"));
  return html`<div class="note-picture">${faceMap({ zones, labels })}</div>`;
}
