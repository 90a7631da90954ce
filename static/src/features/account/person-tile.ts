// @ts-nocheck
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { initials, roleLabel } from "./person-menu.js";

const face = (person, here) => html`
  <span class="initials initials--large" aria-hidden="true">${initials(person.name)}</span>
  <span class="row-main"><strong>${person.name}</strong><span class="row-detail">${here ? t("working here now") : roleLabel(person.role)}</span></span>
  ${person.pending ? html`<span class="tile-unsent"><b>${person.pending}</b> ${t("unsent")}</span>` : nothing}`;

/** A person known on this tablet, with what they have not sent yet. A button when it can be chosen. */
export const personTile = (person, choose, here = false) =>
  choose
    ? html`<button type="button" class="tile" @click=${choose}>${face(person, here)}</button>`
    : face(person, here);
