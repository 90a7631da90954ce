import { html, type Template } from "../../lib/dom.js";

/** The pages without the frame: one column under the product's name, one task. */
export const welcome = (heading: string, content: Template): Template => html`
  <div class="page welcome">
    <p class="frame-name welcome-name"><span class="frame-point" aria-hidden="true"></span>Needlepoint</p>
    <h1 tabindex="-1">${heading}</h1>
    ${content}
  </div>`;
