// Line icons on a 24 px grid. They never stand alone: a word or an accessible name is beside each of them.
import { html } from "../lib/dom.js";

const SHAPES = {
  block: "M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2zM7.5 12h9",
  reason: "M12 2.5 21.5 12 12 21.5 2.5 12zM12 7.5v5M12 15.7v.3",
  warn: "M12 3.5 22 20.5H2zM12 10v5M12 17.7v.3",
  info: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v6M12 7.5v.3",
  check: "M4.5 12.5 10 18 20 6.5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  back: "M15 4.5 7.5 12l7.5 7.5",
  next: "M9 4.5l7.5 7.5L9 19.5",
  clock: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5.2l3.5 2",
  undo: "M8.5 4.5 4 9l4.5 4.5M4.5 9H14a5.5 5.5 0 0 1 0 11h-3",
  redo: "M15.5 4.5 20 9l-4.5 4.5M19.5 9H10a5.5 5.5 0 0 0 0 11h3",
  again: "M20 5v5h-5M4 19v-5h5M19.3 10A7.6 7.6 0 0 0 5.5 8M4.7 14a7.6 7.6 0 0 0 13.8 2",
  mirror: "M12 3v2.5M12 8v2.5M12 13v2.5M12 18v3M9 7 3.5 17H9zM15 7l5.5 10H15z",
  edit: "M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5 17.5 10",
  print: "M7 8V3.5h10V8M7 17H3.5V8h17v9H17M7 13.5h10v7H7z",
  tablet: "M5.5 2.5h13v19h-13zM11 18.5h2",
  server: "M3.5 4.5h17v6h-17zM3.5 13.5h17v6h-17zM7 7.5v.1M7 16.5v.1",
  reviewed: "M3.5 12.5 8 17l5-5.5M10.5 15l2 2L21 7",
  backspace: "M8.5 5H21v14H8.5L2.5 12zM11.5 9.5l5 5M16.5 9.5l-5 5",
};

const CIRCLE = "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z";
const drop = (x, y) => `M${x} ${y}c2 2.7 2.8 3.8 2.8 5.2a2.8 2.8 0 0 1-5.6 0c0-1.4.8-2.5 2.8-5.2z`;

/** Hatching that grows denser: the redder the skin, the more lines. */
const hatched = (grade) =>
  CIRCLE +
  Array.from({ length: grade }, (_, line) => {
    const off = (line - (grade - 1) / 2) * 3.6;
    const half = Math.sqrt(81 - off * off) - 1.5;
    return `M${(12 - half).toFixed(1)} ${(12 + off).toFixed(1)}h${(2 * half).toFixed(1)}`;
  }).join("");

/** What is seen on the skin and felt, drawn by its grade. Pain has a face: its mouth falls from 0 to 10. */
const SIGNS = {
  erythema: hatched,
  oedema: (grade) => (grade ? `M2 19h4c3 0 3-${grade * 3.4} 6-${grade * 3.4}s3 ${grade * 3.4} 6 ${grade * 3.4}h4` : "M2 19h20"),
  bleeding: (grade) => `M2 21h20${[[12, 9], [5, 6], [19, 4]].slice(0, grade).map(([x, y]) => drop(x, y)).join("")}`,
  pain: (grade) => `${CIRCLE}M9 9.5v.4M15 9.5v.4M7.8 15.5q4.2 ${((5 - grade) * 0.9).toFixed(1)} 8.4 0`,
};

/** The drawing of a grade, or null where none belongs to this field. */
export const sign = (name, grade) => (SIGNS[name] ? drawn(SIGNS[name](grade), 28) : null);

export const icon = (name, size = 24) => drawn(SHAPES[name], size);

const drawn = (d, size) => html`<svg
  class="icon"
  width="${size / 16}rem"
  height="${size / 16}rem"
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="1.75"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
  focusable="false"
><path d=${d}></path></svg>`;
