import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Person } from "../../store/people.js";
import { initials, roleLabel } from "./person-menu.js";

type Shown = Pick<Person, "name" | "role" | "pending">;

const face = (person: Shown, here: boolean) => html`
  <span class="initials initials--large" aria-hidden="true">${initials(person.name)}</span>
  <span class="row-main"><strong>${person.name}</strong><span class="row-detail">${here ? t("working here now") : roleLabel(person.role)}</span></span>
  ${person.pending ? html`<span class="tile-unsent"><b>${person.pending}</b> ${t("unsent")}</span>` : nothing}`;

/** A person known on this tablet, with their unsent changes. A button when it can be chosen. */
export const personTile = (person: Shown, choose: (() => unknown) | null, here = false): Template =>
  choose
    ? html`<button type="button" class="tile" @click=${choose}>${face(person, here)}</button>`
    : face(person, here);
