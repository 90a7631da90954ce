// The one door to lit-html: templates for every screen, nothing else of it.
import type { nothing, TemplateResult } from "lit-html";

export { html, nothing, render, svg } from "lit-html";

/** What a template of a screen or control returns; `nothing` where there is nothing to show. */
export type Template = TemplateResult | typeof nothing;
