import { html } from "../lib/dom.js";
import { icon as shared } from "./icons.js";

/** What the frame needs beyond the shared drawings, on the same 24 px grid. */
const SHAPES = {
  home: "M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
  people: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21c0-4.5 3.5-6.5 8-6.5s8 2 8 6.5",
  review: "M5 3h14v18H5zM8.5 12l2.5 2.5 4.5-5",
  more: "M4 7h16M4 12h16M4 17h16",
  lock: "M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3",
  search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5l5 5",
  up: "M12 20V5M6 11l6-6 6 6",
  down: "M12 4v15M6 13l6 6 6-6",
  link: "M3 9.5c5.5-5 12.5-5 18 0M6.5 13c3.5-3 7.5-3 11 0M10 16.3c1.3-1 2.7-1 4 0M12 19.7v.2",
  unlink: "M4 3.5l16.5 17M3 9.5c1.2-1.1 2.6-1.9 4-2.5M21 9.5c-2.8-2.5-6-3.8-9.2-3.7M6.5 13c1.3-1.1 2.6-1.8 4-2.1M12 19.7v.2",
  list: "M9 6h12M9 12h12M9 18h12M4 6h.1M4 12h.1M4 18h.1",
  deck: "M4 8.5h16V20H4zM6.5 5.5h11M9 2.8h6",
};

export function icon(name) {
  if (!SHAPES[name]) return shared(name);
  return html`<svg
    class="icon" width="1.5rem" height="1.5rem" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"
    stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"
  ><path d=${SHAPES[name]}></path></svg>`;
}
