import { can } from "../../core/permissions.js";
import { formatDateTime, formatMinutes } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { isErasable } from "../../store/device.js";
import { currentForms } from "../../store/forms.js";
import { setMeta } from "../../store/local.js";
import { clockOffset } from "../../store/status.js";
import type { Session, ShutOut, Status } from "../../types.js";
import { icon } from "../../ui/layout/icons.js";
import { dotted } from "../../ui/layout/page.js";
import { attentionCount, statusStrip } from "../../ui/layout/status-strip.js";
import { erasedWords } from "../account/install.js";
import { personMenu } from "../account/person-menu.js";
import { clockStrip, type FrameClock, type OnReached, roomForClocks } from "./clock-strip.js";
import { demoBanner } from "./demo-banner.js";

/** What the frame shows. */
export interface FrameState {
  path: string;
  session: Session | null;
  demo: boolean;
  /** Empty before the first report. */
  status: Partial<Status>;
  /** The settings of the device. */
  settings: Record<string, string>;
  /** The number of notes that wait for this supervisor. */
  toReview: number;
  /** Null until the notes are read. */
  clocks: FrameClock[] | null;
  updateReady: boolean;
  /** The last announcement for screen readers. */
  spoken: string;
}

export interface FrameActs {
  skip: () => void;
  reached: OnReached;
  updateNow: () => void;
  updateLater: () => void;
  palette: () => void;
  /** Hands the tablet over. */
  lock: () => void;
  signOut: () => void;
  theme: (theme: string) => void;
}

interface Counts {
  toReview: number;
  attention: number;
}

interface Place {
  href: string;
  /** The name of its icon. */
  mark: string;
  name: () => string;
  /** The paths that belong to this entry. */
  here: RegExp;
  /** The number shown on it. */
  count?: keyof Counts;
}

/**
 * Screens for one task: they use the lower edge themselves and have a link back at the top instead of the navigation.
 */
const FOCUSED = /^\/(notes\/|follow-up\/|review|conflicts\/|patients\/(new|[^/]+\/(edit|print|part)))/;
export const isFocused = (path: string): boolean => FOCUSED.test(path) || BARE.test(path);
const BARE = /^\/(setup|sign-in|invite)/;

const PLACES: Place[] = [
  { href: "#/", mark: "home", name: () => t("Home"), here: /^\/($|notes|follow-up|recall-due)/ },
  { href: "#/patients", mark: "people", name: () => t("Patients"), here: /^\/patients/ },
  { href: "#/review", mark: "review", name: () => t("Review"), here: /^\/review/, count: "toReview" },
  {
    href: "#/settings",
    mark: "more",
    name: () => t("More"),
    here: /^\/(settings|users|waiting|conflicts|ready)/,
    count: "attention",
  },
];

const place = ({ href, mark, name, here, count }: Place, path: string, counts: Counts) => {
  const n = count ? counts[count] : 0;
  return html`<a class="place" href=${href} aria-current=${here.test(path) ? "page" : nothing}>
    <span class="place-mark">${icon(mark)}${n ? html`<span class="place-count">${n > 99 ? "99+" : n}</span>` : nothing}</span>
    <span>${name()}</span></a>`;
};

const notice = (words: string, buttons: Template, tone?: string): Template =>
  html`<div class="notice" data-tone=${tone ?? nothing} role="status"><span class="grow">${words}</span>${buttons}</div>`;

const updateNotice = ({ updateNow, updateLater }: FrameActs) =>
  notice(
    t("A new version is ready. Nothing you have written is touched."),
    html`<button type="button" class="button" @click=${updateNow}>${t("Update now")}</button>
    <button type="button" class="button button--quiet" @click=${updateLater}>${t("Later")}</button>`,
  );

const signInNotice = (n: number) =>
  notice(
    n
      ? t("Your login has ended. {n} entries wait safely on this tablet.", { n })
      : t("Your login has ended. You can go on writing."),
    html`<a class="button" href="#/sign-in">${t("Sign in again to send")}</a>`,
    "reason",
  );

function shutOutNotice({ until, reason, over }: ShutOut, waiting: number) {
  const words = over
    ? t(
        "The server no longer accepts anything from here. Export what was not received and give the file to a supervisor.",
      )
    : dotted(
        reason === "device" ? t("This tablet has been blocked.") : t("Your access has been ended."),
        waiting
          ? t("The server still accepts unsent entries until {time}; waiting: {n}.", {
              time: formatDateTime(until),
              n: waiting,
            })
          : t("The server has received everything you wrote. A supervisor decides about what arrived after the block."),
      );
  return notice(words, html`<a class="button" href="#/waiting">${t("See what is waiting")}</a>`, "reason");
}

const leaseNotice = () =>
  notice(
    t(
      "This tablet has not reached the server for too long. Until it does, it shows only what you have not sent. You can go on writing.",
    ),
    html`<a class="button" href="#/waiting">${t("See what is waiting")}</a>`,
    "reason",
  );

function clockNotice(ahead: number) {
  const time = formatMinutes(Math.abs(ahead) / 60_000);
  const words =
    ahead < 0
      ? t("The clock of this tablet is {time} slow.", { time })
      : t("The clock of this tablet is {time} fast.", { time });
  return notice(
    `${words} ${t("Days are proposed by the server's clock; set this one before you write times.")}`,
    nothing,
    "reason",
  );
}

const erasableNotice = () =>
  notice(erasedWords(), html`<a class="button" href="#/ready">${t("What to do")}</a>`, "reason");

const erasedNotice = (n: number) =>
  notice(
    t("The browser erased the storage of this tablet. Entries the server had not received: {n}.", { n }),
    html`<button type="button" class="button" @click=${() => setMeta({ erased: 0 })}>${t("Understood")}</button>`,
    "reason",
  );

const ENTERING = /^\/(setup|follow-up\/.)|\/(edit|amend|sign|new|part)(\/|$)/;

/** Whether something is being entered on this screen: an update waits for that. */
export const isEntering = (path: string): boolean =>
  ENTERING.test(path) || Boolean(document.querySelector("dialog[open], :is(input, textarea, select):focus"));

/** Before the clocks are read, the room they take where some ran: nothing moves when they come. */
const clocksOrRoom = ({ clocks, settings }: FrameState, { reached }: FrameActs) => {
  if (clocks) return clockStrip(clocks, reached);
  return settings.clocks === "on" ? roomForClocks() : nothing;
};

/** The page around a view. `main` is never redrawn: views render into it themselves. */
export function appFrame(frame: FrameState, acts: FrameActs): Template {
  const { path, session, status } = frame;
  const bare = !session || BARE.test(path);
  const counts = { toReview: frame.toReview, attention: attentionCount(status) };
  const places = PLACES.filter(
    ({ count }) => count !== "toReview" || (session && can("review.list", session.user, null, currentForms())),
  );
  return html`
    <button type="button" class="skip-link" @click=${acts.skip}>${t("Skip to content")}</button>
    ${frame.demo ? demoBanner() : nothing}
    <header class="frame-head" ?hidden=${bare}>
      <a class="frame-name" href="#/"><span class="frame-point" aria-hidden="true"></span>Needlepoint</a>
      <span class="frame-clinic">${session?.clinic?.name}</span>
      ${bare ? nothing : html`<button type="button" class="button frame-search" aria-keyshortcuts="Control+K" @click=${acts.palette}>${icon("search", 20)}${t("Search")}<kbd aria-hidden="true">Ctrl K</kbd></button>`}
      ${bare ? nothing : personMenu(session.user, frame.settings, acts)}
    </header>
    <section class="frame-state" aria-label=${t("State of this tablet")}>${
      bare
        ? session
          ? nothing
          : clocksOrRoom(frame, acts)
        : [
            statusStrip(status),
            clocksOrRoom(frame, acts),
            frame.updateReady ? updateNotice(acts) : nothing,
            isErasable() && path !== "/ready" ? erasableNotice() : nothing,
            status.erased ? erasedNotice(status.erased) : nothing,
            status.leaseOver ? leaseNotice() : nothing,
            status.clockWrong ? clockNotice(clockOffset()) : nothing,
            status.connection !== "signin"
              ? nothing
              : status.shutOut
                ? shutOutNotice(status.shutOut, status.waiting ?? 0)
                : signInNotice(status.waiting ?? 0),
          ]
    }</section>
    <main id="main" tabindex="-1"></main>
    <nav class="places" aria-label=${t("Main")} ?hidden=${bare} ?data-focused=${FOCUSED.test(path)}>
      ${bare ? nothing : places.map((each) => place(each, path, counts))}
    </nav>
    <p class="visually-hidden" aria-live="polite">${frame.spoken}</p>`;
}
