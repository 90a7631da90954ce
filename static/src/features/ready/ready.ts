// "Is this tablet ready for a day without network?": what would be missed offline, while it can still be mended.

import { formatDateTime, formatMinutes, formatTime } from "../../lib/dates.js";
import { html, nothing, type Template } from "../../lib/dom.js";
import { t } from "../../lib/i18n.js";
import { byteSize } from "../../lib/numbers.js";
import { liveView, once } from "../../live-query.js";
import { askToPersist, isErasable, isShellKept, storageState } from "../../store/device.js";
import { formsReceivedAt } from "../../store/forms.js";
import { session } from "../../store/session.js";
import { clockOffset, watchStatus } from "../../store/status.js";
import type { ById, Summaries } from "../../store/summaries.js";
import { checkEverything } from "../../sync/engine.js";
import type { AppContext, Status } from "../../types.js";
import { fact } from "../../ui/layout/facts.js";
import { backToMore, banner, bar, button, errorMessage, link, page, primary } from "../../ui/layout/page.js";
import { attentionCount } from "../../ui/layout/status-strip.js";
import { erasedWords, installWords, keptFact } from "../account/install.js";
import type { PatientCourse } from "../course/course-labels.js";
import { askServer } from "../waiting/ask-server.js";
import { peopleOfToday, workOfToday } from "./people-of-today.js";

interface Found {
  status: Status;
  due: PatientCourse[];
  noted: { found: Summaries; patients: ById };
  tablet: Tablet;
}

/** What the browser says about this tablet. */
interface Tablet {
  storage: Awaited<ReturnType<typeof storageState>>;
  shell: boolean;
}

interface ReadyState {
  problem: string;
  busy: boolean;
}

/** One thing that is right or not, as it is shown; `ok` is null for a mere fact. */
interface Check {
  ok: boolean | null;
  name: string;
  words: unknown;
  act?: Template | typeof nothing;
}

const FRESH_HOURS = 12;
const ROOM_BYTES = 100_000_000;

export const title = () => t("A day without network");

const readTablet = async (): Promise<Tablet> => ({ storage: await storageState(), shell: await isShellKept() });

export function view(host: HTMLElement, _params: object, app: AppContext) {
  const state: ReadyState = { problem: "", busy: false };
  const sources = {
    status: watchStatus,
    ...workOfToday(),
    tablet: once(readTablet),
  };
  return liveView(host, sources, (found, redraw) => {
    const change = (news: Partial<ReadyState>) => {
      Object.assign(state, news);
      redraw();
    };
    const keep = async () => {
      await askToPersist();
      Object.assign(found.tablet, await readTablet());
      redraw();
    };
    const look = async () => {
      change({ busy: true, problem: "" });
      const problem = await askServer(checkEverything);
      await keep();
      change({ busy: false, problem });
    };
    return screen(found, state, { look, keep }, app);
  });
}

function screen(
  found: Found,
  { problem, busy }: ReadyState,
  acts: Record<"look" | "keep", () => unknown>,
  app: AppContext,
) {
  const checks = [...kept(found, app), ...work(found), ...server(found.status)];
  const { persisted } = found.tablet.storage;
  const open = checks.filter(({ ok }) => ok === false).length + (persisted ? 0 : 1);
  return page(
    title(),
    html`
    ${
      open
        ? banner("reason", html`<strong>${t("Not ready yet: {n} to settle", { n: open })}</strong>`, nothing, "status")
        : banner(
            "good",
            html`<strong>${t("Ready")}</strong><p>${t("Everything you write is kept on this tablet and sent automatically when the network is back.")}</p>`,
            nothing,
            "status",
          )
    }
    <dl class="facts">
      ${checks.map(({ ok, name, words, act }) => fact(ok === null ? "info" : ok ? "good" : "reason", name, words, act))}
      ${keptFact(persisted, acts.keep)}
    </dl>
    ${errorMessage(problem)}
    ${bar(primary(busy ? t("Checking") : t("Check now"), acts.look, busy))}`,
    backToMore(),
  );
}

/** What the tablet itself holds. */
function kept({ status, tablet: { shell, storage } }: Found, app: AppContext): Check[] {
  const { usage, quota } = storage;
  const updates: Check[] = [
    {
      ok: false,
      name: t("New version"),
      words: t("Ready. Install it while there is a network."),
      act: button(t("Update now"), app.applyUpdate),
    },
  ];
  const browser: Check[] = [{ ok: false, name: t("Home screen"), words: html`${erasedWords()} ${installWords()}` }];
  const free = usage === null || quota === null ? null : quota - usage;
  return [
    {
      ok: shell,
      name: t("The app"),
      words: shell
        ? t("Opens without a network.")
        : t("Not stored on this tablet yet. Keep this page open with a network connection for a moment."),
    },
    ...(status.updateReady ? updates : []),
    ...(isErasable() ? browser : []),
    {
      ok: free === null ? null : free > ROOM_BYTES,
      name: t("Space"),
      words: free === null ? t("not reported by the browser") : t("{size} free", { size: byteSize(free) }),
    },
  ];
}

/** What is written, and whose records are needed. */
function work({ status, due, noted }: Found): Check[] {
  const { all, missing } = peopleOfToday(due, noted);
  const left = attentionCount(status) + status.quarantine;
  return [
    {
      ok: missing === 0,
      name: t("Today's patients"),
      words: missing ? t("{n} of {all} are not on this tablet.", { n: missing, all }) : t("All here: {all}", { all }),
    },
    {
      ok: !status.unsaved,
      name: t("What you wrote"),
      words: status.unsaved ? t("Not all of it is saved.") : t("saved, not sent yet: {n}", { n: status.waiting }),
    },
    ...(status.photos
      ? [{ ok: true, name: t("Photos"), words: t("saved, not sent yet: {n}", { n: status.photos }) }]
      : []),
    {
      ok: left === 0,
      name: t("To decide"),
      words: left ? t("Refused or conflicting: {n}", { n: left }) : t("No refused entries, no conflicting edits."),
      act: left ? link(t("Look at it"), status.quarantine ? "#/quarantine" : "#/waiting") : nothing,
    },
  ];
}

/** What was heard from the server. */
function server(status: Status): Check[] {
  const { checkedAt, clockWrong } = status;
  const forms = formsReceivedAt();
  const apart = formatMinutes(Math.abs(clockOffset()) / 60_000);
  return [
    {
      ok: isFresh(checkedAt),
      name: t("Records"),
      words: checkedAt
        ? t("as the server had them at {time}", { time: formatTime(checkedAt) })
        : t("Not compared with the server since the app was opened."),
    },
    {
      ok: isFresh(forms),
      name: t("Forms and limits"),
      words: forms ? t("received {time}", { time: formatDateTime(forms) }) : t("Not known when they were received."),
    },
    {
      ok: checkedAt ? !clockWrong : null,
      name: t("Clock"),
      words: clockWrong
        ? t("{time} different from the server's. Correct it.", { time: apart })
        : checkedAt
          ? t("same as the server's")
          : t("not compared yet"),
    },
    login(status),
  ];
}

function login({ connection }: Status): Check {
  const { signed_in_until: until, idle_minutes: idle, expired } = session() ?? {};
  const ended = Boolean(expired) || connection === "signin" || Boolean(until && Date.parse(until) < Date.now());
  return {
    ok: until ? !ended : null,
    name: t("Login"),
    words: ended
      ? t("Has ended. You can write, but not send.")
      : t(
          "Until {time}. After {n} minutes without contact with the server, your password is asked for before sending; you can go on writing.",
          { time: until ? formatDateTime(until) : "–", n: idle ?? 60 },
        ),
    act: ended ? link(t("Sign in"), "#/sign-in") : nothing,
  };
}

const isFresh = (at: string | null) => at !== null && Date.now() - Date.parse(at) < FRESH_HOURS * 3_600_000;
