// Content lines drawn: for reading, for the signature, for paper.
import { html, nothing } from "../lib/dom.js";
import { carriedSign } from "./carried.js";
import { faceMap } from "./face-map.js";
import { signaturePicture } from "./signature.js";

/** groups: contentLines(...). */
export function noteLines(groups, { columns = false } = {}) {
  return html`<div class=${columns ? "lines lines--columns" : "lines"}>
    ${groups.map(
      (group) => html`<section class="lines-group">
        <h3>${group.section}</h3>
        <dl>${group.lines.map((line) => html`<div><dt>${line.label}</dt><dd>${line.drawn ? signaturePicture(line.drawn) : line.value}${carriedSign(line.carried)}</dd></div>`)}</dl>
      </section>`,
    )}
  </div>`;
}

/** The map as a picture, when the note has zones. */
export function zonePicture(fields, forms) {
  const zones = Object.fromEntries(Object.entries(fields).filter(([unit]) => unit.startsWith("zone:")).map(([unit, zone]) => [unit.slice(5), zone]));
  if (!Object.keys(zones).length) return nothing;
  const section = forms.record_types.note.sections.find((each) => each.unit === "zone");
  const labels = Object.fromEntries(section.keys.map(({ key, label }) => [key, label]));
  return html`<div class="note-picture">${faceMap({ zones, labels })}</div>`;
}
