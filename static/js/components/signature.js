// A signature as lines of points, 0 to 1 across and down, so that it survives every size, rotation and printer.
import { html, svg } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import Pad from "../lib/signature-pad.js";
import { icon } from "./icons.js";

const LINE = { minWidth: 0.8, maxWidth: 2.6 };
const PLACES = 10_000;

const part = (length, whole) => Math.round(Math.min(1, Math.max(0, length / whole)) * PLACES) / PLACES;

/** The sheet keeps one shape at every width (signature.css), so that what was drawn is never stretched. */
class SignatureSheet extends HTMLElement {
  #pad = null;
  #strokes = [];
  #since = null;
  #seen = new Set();
  #watcher = new ResizeObserver(() => this.#fit());
  onStrokes = () => {};

  get strokes() {
    return this.#strokes;
  }

  /** The store answers later than the hand writes: what stood here once does not come back over a newer line. */
  set strokes(strokes) {
    const text = JSON.stringify(strokes);
    if (this.#seen.has(text)) return;
    this.#seen.add(text);
    this.#strokes = strokes;
    this.#draw();
  }

  /** Takes lines back, one or all. */
  take(lines) {
    this.#tell(this.#strokes.slice(0, -lines));
    this.#draw();
  }

  connectedCallback() {
    const canvas = document.createElement("canvas");
    this.replaceChildren(canvas);
    this.#pad = new Pad(canvas, LINE);
    this.#pad.addEventListener("endStroke", () => this.#keep());
    this.#watcher.observe(this);
    this.#fit();
  }

  disconnectedCallback() {
    this.#watcher.disconnect();
    this.#pad?.off();
    this.#pad = null;
  }

  #fit() {
    const canvas = this.firstElementChild;
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [this.clientWidth * scale, this.clientHeight * scale].map(Math.round);
    if (!this.#pad || !width || (canvas.width === width && canvas.height === height)) return;
    Object.assign(canvas, { width, height });
    canvas.getContext("2d").scale(scale, scale);
    this.#draw();
  }

  #draw() {
    if (!this.#pad) return;
    this.#pad.penColor = getComputedStyle(this).color;
    const [width, height] = [this.clientWidth, this.clientHeight];
    const groups = this.#strokes.map((line) => ({ ...LINE, dotSize: 0, velocityFilterWeight: 0.7, penColor: this.#pad.penColor, compositeOperation: "source-over",
      points: line.map(([x, y, time]) => ({ x: x * width, y: y * height, time: time + 1, pressure: 0.5 })) }));
    this.#pad.fromData(groups);
  }

  /** The line just drawn is added to those before it. */
  #keep() {
    const points = this.#pad.toData().at(-1)?.points ?? [];
    if (!points.length) return;
    this.#since ??= points[0].time - (this.#strokes.at(-1)?.at(-1)?.[2] ?? 0);
    const [width, height] = [this.clientWidth, this.clientHeight];
    const line = points.map(({ x, y, time }) => [part(x, width), part(y, height), Math.max(0, Math.round(time - this.#since))]);
    this.#tell([...this.#strokes, line]);
  }

  #tell(strokes) {
    this.#strokes = strokes;
    this.#seen.add(JSON.stringify(strokes));
    this.onStrokes(strokes.length ? { width: Math.round(this.clientWidth), height: Math.round(this.clientHeight), strokes } : null);
  }
}
customElements.define("np-signature", SignatureSheet);

/** value: {width, height, strokes} or nothing; onChange(value | null). */
export function signaturePad(value, onChange) {
  const strokes = value?.strokes ?? [];
  const take = (lines) => (event) => event.currentTarget.closest(".signature-pad").firstElementChild.take(lines);
  return html`<div class="signature-pad">
    <np-signature role="img" aria-label=${strokes.length ? t("Signature, drawn") : t("Sheet to sign on")} .strokes=${strokes} .onStrokes=${onChange}></np-signature>
    <div class="cluster">
      <button type="button" class="button" ?disabled=${!strokes.length} @click=${take(1)}>${icon("undo", 20)}${t("Undo the last line")}</button>
      <button type="button" class="button" ?disabled=${!strokes.length} @click=${take(strokes.length)}>${t("Clear")}</button>
    </div>
  </div>`;
}

const path = (line, { width, height }) =>
  line.length > 1
    ? line.map(([x, y], at) => `${at ? "L" : "M"}${(x * width).toFixed(1)} ${(y * height).toFixed(1)}`).join("")
    : line.map(([x, y]) => `M${(x * width).toFixed(1)} ${(y * height).toFixed(1)}h0.1`).join("");

/** The same lines to be read: on the screen and on paper. */
export const signaturePicture = (value) => html`<svg class="signature-picture" role="img" aria-label=${t("Signature")} viewBox="0 0 ${value.width} ${value.height}">
  ${value.strokes.map((line) => svg`<path d=${path(line, value)}></path>`)}</svg>`;
