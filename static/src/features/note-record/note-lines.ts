// Content lines as templates: for reading, before signing, and for print.
import { sectionFor } from "../../core/catalogue.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import type { Content, Forms } from "../../types.js";
import { signaturePicture } from "../../ui/controls/signature-picture.js";
import { faceMap, labelsOf, zonesOf } from "../face-map/face-map.js";
import { copiedMark } from "../note/copied-values.js";
import type { LineGroup } from "./content-lines.js";

/** Labelled lines under a heading, then `more`. `shown` draws the value beside what `label` draws. */
export const lineGroup = <Line extends { label: string }>(
  heading: string,
  lines: Line[],
  shown: (line: Line) => Template,
  more: Template = nothing,
  label: (line: Line) => unknown = (line) => line.label,
): Template => html`<section class="lines-group"><h3>${heading}</h3>
  <dl>${lines.map((line) => html`<div><dt>${label(line)}</dt>${shown(line)}</div>`)}</dl>${more}</section>`;

/** The lines of contentLines, in one column or several. */
export const noteLines = (
  groups: LineGroup[],
  { columns = false } = {},
): Template => html`<div class=${columns ? "lines lines--columns" : "lines"}>
  ${groups.map(({ section, lines }) => lineGroup(section, lines, ({ drawn, value, carried }) => html`<dd>${drawn ? signaturePicture(drawn) : value}${copiedMark(carried)}</dd>`))}
</div>`;

/** The map as a picture, when the note has zones. */
export function zonePicture(fields: Content, forms: Forms): Template {
  const zones = zonesOf(fields);
  if (!Object.keys(zones).length) return nothing;
  const section = sectionFor(forms.record_types.note.sections, "zone");
  if (!section) return nothing;
  const labels = labelsOf(section);
  return html`<div class="note-picture">${faceMap({ zones, labels })}</div>`;
}
