import { html, nothing, type Template } from "../../lib/dom.js";

/** Says what will stand here, why it does not yet, and the one thing to do about it. */
export const emptyState = (heading: string, text: string, action: Template = nothing): Template => html`
  <section class="empty">
    <h2>${heading}</h2>
    <p>${text}</p>
    ${action}
  </section>`;
