// @ts-nocheck
// The small parts every screen is made of: what is pressed, what leads away, what is said, and the page around them.
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "./icons.js";

/** Facts on one line; what is not known is left out. */
export const dotted = (...facts) => facts.filter(Boolean).join(" · ");

const key =
  (look) =>
  (words, press, off = false, mark = "") =>
    html`<button type=${press ? "button" : "submit"} class=${look} ?disabled=${off} @click=${press}>${mark ? icon(mark) : nothing}${words}</button>`;

const away =
  (look) =>
  (words, href, mark = "") =>
    html`<a class=${look} href=${href}>${mark ? icon(mark) : nothing}${words}</a>`;

/** A key: (words, press, off: it cannot be pressed now, mark: an icon). Without `press` it sends its form. */
export const button = key("button");
export const primary = key("button button--primary");
export const quiet = key("button button--quiet");
export const danger = key("button button--danger");

/** What looks like a key and leads to another screen: (words, href, mark). */
export const link = away("button");
export const primaryLink = away("button button--primary");

/** The keys at the lower edge; those that are not for this person are left out. */
export const bar = (...keys) => html`<div class="bar">${keys.filter(Boolean)}</div>`;

/** What must be known before one goes on, with the mark of its severity. `act` is what mends it, `role` how it is spoken. */
export const banner = (severity, words, act = nothing, role = nothing) =>
  html`<div class="banner" data-severity=${severity} role=${role}>${icon({ good: "check" }[severity] ?? severity)}<div class="grow">${words}</div>${act}</div>`;

/** What failed, until it is tried again. */
export const trouble = (words, act) => (words ? banner("block", words, act, "alert") : nothing);

/** What could not be saved is kept, and tried again with a tap. What met another value is said, where no field says it. */
export const saverTrouble = (saver) =>
  saver.trouble
    ? trouble(
        html`<strong>${t("Not saved on this tablet")}</strong><p>${saver.trouble.message}</p>`,
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

/** Something to settle, leading to where that is done. */
export const bannerLink = (href, words) =>
  html`<a class="banner banner--link" data-severity="reason" href=${href}>${icon("reason")}<span class="grow">${words}</span>${icon("next")}</a>`;

/** The way back, over the heading. */
export const backLink = (href, words) => html`<a class="back no-print" href=${href}>${icon("back")}${words}</a>`;
export const backHome = () => backLink("#/", t("Home"));
export const backToMore = () => backLink("#/settings", t("More"));

/** A screen: its heading, what stands in it, the way back over it, a name for the style sheet. */
export const page = (heading, content, back = nothing, name = "") => html`
  <div class="page ${name}">${back}
    <h1 tabindex="-1">${heading}</h1>
    ${content}
  </div>`;

/** A named part of a screen, with how many there are where that is counted. */
export const group = (heading, content, count = "", tone = nothing) => html`
  <section class="group" data-tone=${tone}>
    <h2 class="group-title">${heading}${count === "" ? nothing : html` <span class="count">${count}</span>`}</h2>
    ${content}
  </section>`;

/** A yes or no on a line of its own. */
export const tick = (words, on, press) =>
  html`<label class="tick"><input type="checkbox" .checked=${on} @change=${(event) => press(event.target.checked)} />${words}</label>`;
