// Directives for inputs whose value a person changes outside of the template; apart from dom.ts, because few screens
// need them.
export { live } from "lit-html/directives/live.js";
export { repeat } from "lit-html/directives/repeat.js";
