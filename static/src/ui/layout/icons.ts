// Line icons on a 24 px grid, drawn in templates/sprite.svg. They never stand alone: a word or an accessible name is beside each.
import { html, type Template } from "../../lib/dom.js";

/** Content whose grades have drawings of their own: what is seen on the skin and felt. */
const SIGNS = new Set(["erythema", "oedema", "bleeding", "pain"]);

/** The drawing of a grade, or null where none belongs to this field. */
export const sign = (name: string, grade: number): Template | null =>
  SIGNS.has(name) ? icon(`${name}-${grade}`, 28) : null;

export const icon = (name: string, size = 24): Template =>
  html`<svg class="icon" width="${size / 16}rem" height="${size / 16}rem" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-${name}"></use></svg>`;
