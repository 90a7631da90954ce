// The sheet on which a signature is drawn.
import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../layout/icons.js";
import type { Line, Point, SignatureDrawing } from "./signature-picture.js";

const [THIN, BROAD] = [1.6, 5.2];
/** Minimum distance in pixels between stored points, and the weight of the last two points in the speed. */
const APART = 5;
const LIVELY = 0.7;
const PLACES = 10_000;
const HAND = ["pointerdown", "pointermove", "pointerup", "pointercancel", "lostpointercapture", "touchmove"];

const part = (length: number, whole: number) => Math.round(Math.min(1, Math.max(0, length / whole)) * PLACES) / PLACES;
const distance = ([x, y]: Point, [toX, toY]: Point) => Math.hypot(toX - x, toY - y);

/** Draws a line in pixels, as curves through the midpoints: the faster the hand, the thinner. */
function ink(pen: CanvasRenderingContext2D, line: Line) {
  let [fromX, fromY] = line[0] ?? [0, 0];
  let pace = 0;
  let width = (THIN + BROAD) / 2;
  line.forEach((point, at) => {
    const [x, y, time] = point;
    const before = line[at - 1] ?? point;
    const [nextX, nextY] = line[at + 1] ?? point;
    const [toX, toY] = [(x + nextX) / 2 + 0.01, (y + nextY) / 2]; // a line of length 0 is not drawn
    pace = LIVELY * (distance(before, point) / Math.max(1, time - before[2])) + (1 - LIVELY) * pace;
    width = (width + Math.max(THIN, BROAD / (pace + 1))) / 2;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(fromX, fromY);
    pen.quadraticCurveTo(x, y, toX, toY);
    pen.stroke();
    [fromX, fromY] = [toX, toY];
  });
}

/** The pad keeps one aspect ratio at every width (signature.css), so the drawing is never stretched. */
class SignatureSheet extends HTMLElement {
  #canvas = document.createElement("canvas");
  #strokes: Line[] = [];
  #line: Line | null = null;
  #pointer: number | null = null;
  #since: number | null = null;
  #seen = new Set<string>();
  #watcher = new ResizeObserver(() => this.#fit());
  onStrokes: (value: SignatureDrawing | null) => unknown = () => {};

  get strokes(): Line[] {
    return this.#strokes;
  }

  /** The store answers later than the hand draws, so an earlier state never replaces a newer line. */
  set strokes(strokes: Line[]) {
    const text = JSON.stringify(strokes);
    if (this.#seen.has(text)) return;
    this.#seen.add(text);
    this.#strokes = strokes;
    this.#draw();
  }

  /** Removes the last lines, one or all. */
  take(lines: number) {
    this.#tell(this.#strokes.slice(0, -lines));
    this.#draw();
  }

  connectedCallback() {
    this.replaceChildren(this.#canvas);
    for (const name of HAND) this.addEventListener(name, this);
    this.#watcher.observe(this);
    this.#fit();
  }

  disconnectedCallback() {
    this.#watcher.disconnect();
    this.#line = null;
  }

  /** One finger or pen at a time; scrolling and handwriting recognition are off. */
  handleEvent(event: Event) {
    event.preventDefault();
    if (!(event instanceof PointerEvent)) return;
    const { type, button, pointerId } = event;
    if (type === "pointerdown" && !this.#line && button === 0) {
      this.#line = [];
      this.#pointer = pointerId;
      this.#since ??= event.timeStamp - (this.#strokes.at(-1)?.at(-1)?.[2] ?? 0);
      this.setPointerCapture(pointerId);
    }
    if (!this.#line || pointerId !== this.#pointer) return;
    if (type === "pointerdown" || type === "pointermove") this.#reach(this.#line, event);
    else {
      const strokes = [...this.#strokes, this.#line];
      this.#line = null;
      this.#tell(strokes);
    }
    this.#draw();
  }

  /** Extends the line to the current point, unless it has hardly moved. */
  #reach(line: Line, { clientX, clientY, timeStamp }: PointerEvent) {
    const { left, top, width, height } = this.#canvas.getBoundingClientRect();
    const point: Point = [
      part(clientX - left, width),
      part(clientY - top, height),
      Math.max(0, Math.round(timeStamp - (this.#since ?? timeStamp))),
    ];
    const last = line.at(-1);
    if (!last || distance(this.#inPixels(last), this.#inPixels(point)) > APART) line.push(point);
  }

  #inPixels([x, y, time]: Point): Point {
    return [x * this.clientWidth, y * this.clientHeight, time];
  }

  #fit() {
    const scale = window.devicePixelRatio || 1;
    const [width, height] = [this.clientWidth * scale, this.clientHeight * scale].map(Math.round);
    const canvas = this.#canvas;
    if (!width || (canvas.width === width && canvas.height === height)) return;
    Object.assign(canvas, { width, height });
    canvas.getContext("2d")?.scale(scale, scale);
    this.#draw();
  }

  #draw() {
    const pen = this.#canvas.getContext("2d");
    if (!pen) return;
    pen.clearRect(0, 0, this.clientWidth, this.clientHeight);
    Object.assign(pen, { strokeStyle: getComputedStyle(this).color, lineCap: "round", lineJoin: "round" });
    for (const line of [...this.#strokes, this.#line ?? []]) {
      ink(
        pen,
        line.map((point) => this.#inPixels(point)),
      );
    }
  }

  #tell(strokes: Line[]) {
    this.#strokes = strokes;
    this.#seen.add(JSON.stringify(strokes));
    this.onStrokes(
      strokes.length ? { width: Math.round(this.clientWidth), height: Math.round(this.clientHeight), strokes } : null,
    );
  }
}
customElements.define("np-signature", SignatureSheet);

export function signaturePad(
  value: SignatureDrawing | null | undefined,
  onChange: (value: SignatureDrawing | null) => unknown,
): Template {
  const strokes = value?.strokes ?? [];
  const take = (lines: number) => (event: Event) => {
    const pad = (event.currentTarget as HTMLElement).closest(".signature-pad");
    pad?.querySelector<SignatureSheet>("np-signature")?.take(lines);
  };
  return html`<div class="signature-pad">
    <np-signature role="img" aria-label=${strokes.length ? t("Signature, drawn") : t("Signature area")} .strokes=${strokes} .onStrokes=${onChange}></np-signature>
    <div class="cluster">
      <button type="button" class="button" ?disabled=${!strokes.length} @click=${take(1)}>${icon("undo", 20)}${t("Undo the last line")}</button>
      <button type="button" class="button" ?disabled=${!strokes.length} @click=${take(strokes.length)}>${t("Clear|button")}</button>
    </div>
  </div>`;
}
