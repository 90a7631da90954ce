// The basic parts of every screen: buttons, links, messages, and the page around them.
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "./icons.js";

export type BannerTone = "good" | "info" | "warn" | "reason" | "block";

type Press = (event: Event) => unknown;

/** The state of an autosave (ui/forms/autosave.ts) that is displayed. */
interface Saving {
  error: Error | null;
  moved: boolean;
  retry: () => void;
}

/** Facts on one line; unknown ones are left out. */
export const dotted = (...facts: unknown[]): string => facts.filter(Boolean).join(" · ");

const key =
  (look: string) =>
  (words: unknown, press: Press | null, off = false, mark = ""): Template =>
    html`<button type=${press ? "button" : "submit"} class=${look} ?disabled=${off} @click=${press}>${mark ? icon(mark) : nothing}${words}</button>`;

const away =
  (look: string) =>
  (words: unknown, href: string, mark = ""): Template =>
    html`<a class=${look} href=${href}>${mark ? icon(mark) : nothing}${words}</a>`;

/** A button: `off` disables it, `mark` is an icon. Without `press` it submits its form. */
export const button = key("button");
export const primary = key("button button--primary");
export const quiet = key("button button--quiet");
export const danger = key("button button--danger");

/** A link to another screen that looks like a button. */
export const link = away("button");
export const primaryLink = away("button button--primary");

/** The toolbar at the lower edge; false or absent buttons are left out. */
export const bar = (...keys: unknown[]): Template => html`<div class="bar">${keys.filter(Boolean)}</div>`;

/** A banner with the icon of its severity. `act` resolves it; `role` is its ARIA role. */
export const banner = (
  severity: BannerTone,
  words: unknown,
  act: Template = nothing,
  role: string | typeof nothing = nothing,
): Template =>
  html`<div class="banner" data-severity=${severity} role=${role}>${icon(severity === "good" ? "check" : severity)}<div class="grow">${words}</div>${act}</div>`;

/** The error message of a failed action, until the next attempt. */
export const errorMessage = (words: unknown, act?: Template): Template =>
  words ? banner("block", words, act, "alert") : nothing;

/** Changes that could not be saved, with a button to retry; or a replaced value, where no field says so. */
export const autosaveError = (saver: Saving): Template =>
  saver.error
    ? errorMessage(
        html`<strong>${t("Not saved on this tablet")}</strong><p>${saver.error.message}</p>`,
        button(t("Try again"), () => saver.retry()),
      )
    : saver.moved
      ? banner(
          "reason",
          t(
            "A value was changed on another tablet while you entered yours. Both are kept, and one of them is chosen afterwards.",
          ),
          nothing,
          "status",
        )
      : nothing;

/** Something to resolve, with a link to the place. */
export const bannerLink = (href: string, words: unknown): Template =>
  html`<a class="banner banner--link" data-severity="reason" href=${href}>${icon("reason")}<span class="grow">${words}</span>${icon("next")}</a>`;

/** The link back, above the heading. */
export const backLink = (href: string, words: unknown): Template =>
  html`<a class="back no-print" href=${href}>${icon("back")}${words}</a>`;
export const backHome = () => backLink("#/", t("Home"));
export const backToMore = () => backLink("#/settings", t("More"));

/** A screen: its heading, its content, the link back, a class for the style sheet. */
export const page = (heading: unknown, content: unknown, back: Template = nothing, name = ""): Template => html`
  <div class="page ${name}">${back}
    <h1 tabindex="-1">${heading}</h1>
    ${content}
  </div>`;

/** A section of a screen with a heading, and a count where there is one. */
export const group = (heading: unknown, content: unknown, count: number | "" = "", tone?: string): Template => html`
  <section class="group" data-tone=${tone ?? nothing}>
    <h2 class="group-title">${heading}${count === "" ? nothing : html` <span class="count">${count}</span>`}</h2>
    ${content}
  </section>`;

/** A check box on a line of its own. */
export const tick = (words: unknown, on: boolean, press: (on: boolean) => unknown): Template =>
  html`<label class="tick"><input type="checkbox" .checked=${on} @change=${(event: Event) => press((event.currentTarget as HTMLInputElement).checked)} />${words}</label>`;
