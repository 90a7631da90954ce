import { html, nothing, type Template } from "../../lib/dom.js";

/** What will be shown here, why it is empty, and the one action for it. */
export const emptyState = (heading: string, text: string, action: Template = nothing): Template => html`
  <section class="empty">
    <h2>${heading}</h2>
    <p>${text}</p>
    ${action}
  </section>`;
