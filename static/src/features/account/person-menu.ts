import { html, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import type { Role, User } from "../../types.js";
import { type ChipChoice, chips } from "../../ui/controls/chips.js";
import { icon } from "../../ui/layout/icons.js";

export interface RoleChoice {
  value: Role;
  label: string;
}

export interface MenuActs {
  theme: (theme: string) => unknown;
  /** Hands the tablet over. */
  lock: () => unknown;
  signOut: () => unknown;
}

export const roleLabel = (role: Role): string => roleChoices().find(({ value }) => value === role)?.label ?? role;
export const roleChoices = (): RoleChoice[] => [
  { value: "practitioner", label: t("Practitioner") },
  { value: "supervisor", label: t("Supervisor") },
  { value: "admin", label: t("Administrator") },
];
export const themeChoices = (): ChipChoice[] => [
  { value: "auto", label: t("Same as the tablet") },
  { value: "light", label: t("Light|theme") },
  { value: "dark", label: t("Dark") },
];

export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part[0])
    .slice(0, 2)
    .join("")
    .toUpperCase();

export const closeMenu = () => document.getElementById("person-menu")?.hidePopover();
const closing = (act: () => unknown) => () => {
  closeMenu();
  act();
};

/**
 * The signed-in person, the theme, and the two ways to leave: hand over and sign out. `settings` are those of the
 * tablet.
 */
export const personMenu = (user: User, settings: Record<string, string>, acts: MenuActs): Template => html`
  <button type="button" class="person-button" popovertarget="person-menu">
    <span class="initials" aria-hidden="true">${initials(user.name)}</span><span class="person-name">${user.name}</span><span class="visually-hidden">${t("menu")}</span>
  </button>
  <div id="person-menu" class="person-menu" popover>
    <p><strong>${user.name}</strong><br /><span class="quiet">${roleLabel(user.role)} · ${user.email}</span></p>
    <div class="stack stack--tight"><span class="label" id="theme-label">${t("Theme")}</span>
      ${chips({ choices: themeChoices(), value: settings.theme ?? "auto", labelledby: "theme-label", onChange: (theme) => acts.theme(theme ?? "auto") })}</div>
    <a class="button" href="#/settings" @click=${closeMenu}>${t("Settings and this tablet")}</a>
    <button type="button" class="button" @click=${closing(acts.lock)}>${icon("lock")}${t("Hand over to someone else")}</button>
    <button type="button" class="button" @click=${closing(acts.signOut)}>${t("Sign out")}</button>
  </div>`;
