// Line icons on a 24 px grid, drawn in templates/sprite.svg. They are never used alone: each has a text or an
// accessible name beside it.
import { html, type Template } from "../../lib/dom.js";

/** Fields whose grades have drawings of their own: signs seen on the skin or felt. */
const SIGNS = new Set(["erythema", "oedema", "bleeding", "pain"]);

/** The drawing of a grade, or null where the field has none. */
export const sign = (name: string, grade: number): Template | null =>
  SIGNS.has(name) ? icon(`${name}-${grade}`, 28) : null;

export const icon = (name: string, size = 24): Template =>
  html`<svg class="icon" width="${size / 16}rem" height="${size / 16}rem" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-${name}"></use></svg>`;
