// The one door to lit-html: templates for every screen, nothing else of it.
export { html, nothing, render, svg } from "../../vendor/lit-html/lit-html.js";
export { classMap } from "../../vendor/lit-html/directives/class-map.js";
export { live } from "../../vendor/lit-html/directives/live.js";
export { createRef, ref } from "../../vendor/lit-html/directives/ref.js";
export { repeat } from "../../vendor/lit-html/directives/repeat.js";
