import { html, nothing, type Template } from "../../lib/dom.js";
import { icon } from "./icons.js";

const MARKS = { good: "check", reason: "reason", info: "info" };

export type FactTone = keyof typeof MARKS;

/** A line of a list with the class "facts". `mark` is another icon than that of its tone. */
export const fact = (
  tone: FactTone,
  name: string,
  words: unknown,
  act: Template = nothing,
  mark = MARKS[tone],
): Template =>
  html`<div data-tone=${tone}><dt>${icon(mark)}${name}</dt><dd>${words}${act === nothing ? nothing : html`<br />${act}`}</dd></div>`;
