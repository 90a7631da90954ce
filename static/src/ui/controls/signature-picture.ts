// A signature as lines of points, 0 to 1 across and down, so that it can be drawn at every size, rotation and on paper.
import { html, svg, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";

/** Across, down, and milliseconds since the first point. */
export type Point = [x: number, y: number, time: number];
export type Line = Point[];

/** A signature as it is recorded: points from 0 to 1, and the size of the sheet in pixels. */
export interface SignatureDrawing {
  width: number;
  height: number;
  strokes: Line[];
}

const path = (line: Line, { width, height }: SignatureDrawing) =>
  line.map(([x, y], at) => `${at ? "L" : "M"}${(x * width).toFixed(1)} ${(y * height).toFixed(1)}`).join("") +
  (line.length > 1 ? "" : "h0.1");

/** The recorded lines, for the screen and for print. */
export const signaturePicture = (
  value: SignatureDrawing,
): Template => html`<svg class="signature-picture" role="img" aria-label=${t("Signature")} viewBox="0 0 ${value.width} ${value.height}">
  ${value.strokes.map((line) => svg`<path d=${path(line, value)}></path>`)}</svg>`;
