// The only import of lit-html's templates; screens import them from here.
import type { nothing, TemplateResult } from "lit-html";

export { html, nothing, render, svg } from "lit-html";

/** What a template of a screen or control returns; `nothing` where there is nothing to draw. */
export type Template = TemplateResult | typeof nothing;
