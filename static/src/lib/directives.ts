// For boxes whose value a person changes behind the template's back; apart from dom.js, because few screens need it.
export { live } from "lit-html/directives/live.js";
export { repeat } from "lit-html/directives/repeat.js";
