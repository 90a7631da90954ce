// An act of a list page: what it says when it fails stands above the list until the next one.
import { html, nothing } from "../lib/dom.js";
import { icon } from "./icons.js";

/** page: {problem}; redraw() shows it. Gives attempt(act). */
export const attempts = (page, redraw) => async (act) => {
  page.problem = "";
  await act().catch((error) => {
    page.problem = error.message;
  });
  redraw();
};

export const problemBanner = ({ problem }) => (problem ? html`<p class="banner" data-severity="block" role="alert">${icon("block")}${problem}</p>` : nothing);
