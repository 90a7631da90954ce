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
  mirror: "M12 3v2.5M12 8v2.5M12 13v2.5M12 18v3M9 7 3.5 17H9zM15 7l5.5 10H15z",
  edit: "M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5 17.5 10",
  print: "M7 8V3.5h10V8M7 17H3.5V8h17v9H17M7 13.5h10v7H7z",
  tablet: "M5.5 2.5h13v19h-13zM11 18.5h2",
  server: "M3.5 4.5h17v6h-17zM3.5 13.5h17v6h-17zM7 7.5v.1M7 16.5v.1",
  reviewed: "M3.5 12.5 8 17l5-5.5M10.5 15l2 2L21 7",
  backspace: "M8.5 5H21v14H8.5L2.5 12zM11.5 9.5l5 5M16.5 9.5l-5 5",
};

export const icon = (name, size = 24) => html`<svg
  class="icon"
  width=${size}
  height=${size}
  viewBox="0 0 24 24"
  fill="none"
  stroke="currentColor"
  stroke-width="1.75"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
  focusable="false"
><path d=${SHAPES[name]}></path></svg>`;
