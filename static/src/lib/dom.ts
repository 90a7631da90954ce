// The one door to lit-html: templates for every screen, nothing else of it.
export { html, nothing, render, svg } from "lit-html";
