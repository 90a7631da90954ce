// @ts-nocheck
import { html, nothing } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { icon } from "../../ui/layout/icons.js";
import { attentionCount, statusStrip } from "../../ui/layout/status-strip.js";
import { personMenu } from "../account/person-menu.js";
import { clockStrip } from "./clock-strip.js";
import { demoBanner } from "./demo-banner.js";

/** Screens for one task: the lower edge is theirs alone, the way back is at the top of the page. */
const FOCUSED = /^\/(notes\/|follow-up\/|review|conflicts\/|patients\/(new|[^/]+\/(edit|print|part)))/;
const BARE = /^\/(setup|sign-in|invite)/;

const PLACES = [
  { href: "#/", mark: "home", name: () => t("Home"), here: /^\/($|notes|follow-up|recall-due)/ },
  { href: "#/patients", mark: "people", name: () => t("Patients"), here: /^\/patients/ },
  { href: "#/review", mark: "review", name: () => t("Review"), here: /^\/review/, count: "toReview" },
  {
    href: "#/settings",
    mark: "more",
    name: () => t("More"),
    here: /^\/(settings|users|waiting|conflicts)/,
    count: "attention",
  },
];

const place = ({ href, mark, name, here, count }, frame) => {
  const n = frame[count];
  return html`<a class="place" href=${href} aria-current=${here.test(frame.path) ? "page" : nothing}>
    <span class="place-mark">${icon(mark)}${n ? html`<span class="place-count">${n > 99 ? "99+" : n}</span>` : nothing}</span>
    <span>${name()}</span></a>`;
};

const notice = (words, keys, tone = nothing) =>
  html`<div class="notice" data-tone=${tone} role="status"><span class="grow">${words}</span>${keys}</div>`;

const updateNotice = ({ updateNow, updateLater }) =>
  notice(
    t("A new version is ready. Nothing you have written is touched."),
    html`<button type="button" class="button" @click=${updateNow}>${t("Update now")}</button>
    <button type="button" class="button button--quiet" @click=${updateLater}>${t("Later")}</button>`,
  );

const signInNotice = (n) =>
  notice(
    n
      ? t("Your login has ended. {n} entries wait safely on this tablet.", { n })
      : t("Your login has ended. You can go on writing."),
    html`<a class="button" href="#/sign-in">${t("Sign in again to send")}</a>`,
    "reason",
  );

/**
 * The whole page around a view. `main` is never redrawn: views render into it by themselves.
 * frame: {path, session|null, demo, status, toReview, clocks, settings, updateReady}; acts: {skip, reached(clock), updateNow, updateLater, lock, signOut, theme}
 */
export function appFrame(frame, acts) {
  const { path, session, status } = frame;
  const bare = !session || BARE.test(path);
  const counts = { ...frame, attention: attentionCount(status) };
  const places = PLACES.filter(({ count }) => count !== "toReview" || session?.user.role === "supervisor");
  return html`
    <button type="button" class="skip-link" @click=${acts.skip}>${t("Skip to the page")}</button>
    ${frame.demo ? demoBanner() : nothing}
    <header class="frame-head" ?hidden=${bare}>
      <a class="frame-name" href="#/"><span class="frame-point" aria-hidden="true"></span>Needlepoint</a>
      <span class="frame-clinic">${session?.clinic?.name}</span>
      ${bare ? nothing : personMenu(session.user, frame.settings, acts)}
    </header>
    <section class="frame-state" aria-label=${t("State of this tablet")}>${
      bare
        ? nothing
        : [
            statusStrip(status),
            clockStrip(frame.clocks, acts.reached),
            frame.updateReady ? updateNotice(acts) : nothing,
            status.connection === "signin" ? signInNotice(status.waiting) : nothing,
          ]
    }</section>
    <main id="main" tabindex="-1"></main>
    <nav class="places" aria-label=${t("Main")} ?hidden=${bare} ?data-focused=${FOCUSED.test(path)}>
      ${bare ? nothing : places.map((each) => place(each, counts))}
    </nav>
    <p class="visually-hidden" aria-live="polite">${frame.spoken}</p>`;
}
