import { can } from "../../core/permissions.js";
import { waitsFor } from "../../core/review-policy.js";
import { chime, readyChime } from "../../lib/chime.js";
import { render } from "../../lib/dom.js";
import { pause } from "../../lib/slices.js";
import { guardBounce } from "../../lib/tap-debounce.js";
import { setSetting, watchSettings } from "../../store/device.js";
import { currentForms } from "../../store/forms.js";
import { get } from "../../store/records.js";
import { lastName } from "../../store/session.js";
import { afterFirstRead, watchStatus } from "../../store/status.js";
import { type Summaries, watchSummaries } from "../../store/summaries.js";
import { keepTimers, type NamedTimer, watchTimers } from "../../store/timers.js";
import type { LocalRecord, Session, Status } from "../../types.js";
import { closeSheets } from "../../ui/controls/dialog.js";
import { stripLabel } from "../../ui/layout/status-strip.js";
import { closeMenu } from "../account/person-menu.js";
import { handOver, leave } from "../account/sign-out.js";
import { daysWithTasks } from "../follow-up/follow-up-labels.js";
import { type ClockLimits, keepLimits, limitKey, limitsOf } from "../note-record/clock-limits.js";
import { isOpen, runningClocks } from "../note-record/visit-labels.js";
import { patientName } from "../patient/patient-labels.js";
import { appFrame, type FrameActs, type FrameState, isEntering, isFocused } from "./app-frame.js";
import type { FrameClock } from "./clock-strip.js";
import { listenForShortcuts, type ShortcutActs } from "./shortcuts.js";

export interface FrameOptions {
  /** Applies a waiting version. */
  update?: () => void;
  /** Asks for whom a new note is. */
  newNote?: () => unknown;
  /** Opens the command palette. */
  palette?: () => unknown;
  /** Those of the device, as they were read at the start. */
  settings?: Record<string, string>;
}

/** The frame as the router and the start of the app use it. */
export interface Frame {
  /** Where views render. */
  main: HTMLElement;
  /** Called on every route; closes what was open on the last screen. */
  show: (news: Partial<Pick<FrameState, "path" | "session" | "demo">>) => void;
  dispose: () => void;
}

const SPOKEN: (keyof Status)[] = ["connection", "attention", "conflicts", "unsaved"];

/** Sets the settings of the device as attributes, which the design tokens use. */
function applySettings(settings: Record<string, string>) {
  const { dataset } = document.documentElement;
  if (settings.theme && settings.theme !== "auto") dataset.theme = settings.theme;
  else delete dataset.theme;
  dataset.hand = settings.hand;
  dataset.glove = settings.glove;
  dataset.textSize = settings.textSize ?? "normal";
}

const LATE_MS = 5 * 60_000;

/** The notes that are open or wait; the same range as that of home, which is read once. */
const watchOpen = (listener: (found: Summaries) => void) =>
  watchSummaries("note", listener, daysWithTasks(currentForms()));

/** The part of the state that the frame computes itself. */
const main = () => document.getElementById("main") as HTMLElement;

/**
 * Watches the clocks of open notes, with the patients' names: calls the listener whenever one starts or stops. The first
 * time it is called before the limits are computed, which is long work.
 */
function watchClocks(listener: (clocks: FrameClock[]) => void) {
  const limits: Map<string, number | null> = new Map();
  let turn = 0;
  return watchOpen(async ({ all }) => {
    turn += 1;
    const mine = turn;
    const notes = all.filter((note) => isOpen(note) && runningClocks(note).length);
    const patients = await Promise.all(notes.map((note) => note.patient_id && get("patient", note.patient_id)));
    const tell = () => {
      const clocksOf = (note: LocalRecord, i: number) => frameClocks(note, patients[i] || null, limits);
      if (mine === turn) listener(notes.flatMap(clocksOf));
    };
    tell();
    for (const [i, listed] of notes.entries()) {
      await pause();
      const note = await get("note", listed.id);
      const creams = runningClocks(listed).filter(({ step }) => step === "numbing");
      const found = note
        ? limitsOf(
            note,
            patients[i] || null,
            creams.map(({ unit }) => unit),
          )
        : [];
      for (const [key, minutes] of found) limits.set(key, minutes);
    }
    if (!limits.size || mine !== turn) return;
    keepLimits(new Map(limits));
    tell();
  });
}

const frameClocks = (note: LocalRecord, patient: LocalRecord | null, limits: ClockLimits): FrameClock[] =>
  runningClocks(note).map(({ step, unit, ...clock }) => ({
    ...clock,
    limit: limits.get(limitKey(note.id, unit)) ?? null,
    name: patientName(patient),
    href: `#/notes/${note.id}/edit/${step}`,
  }));

/** While the tablet is locked: whose clock it is, and of no patient. */
const unnamed = (timer: NamedTimer): FrameClock => ({ ...timer, href: "#/sign-in" });

/** Adds the frame to the page, once. */
export function mountFrame(host: HTMLElement, { update, newNote, palette, settings = {} }: FrameOptions = {}): Frame {
  const frame: FrameState = {
    path: "/",
    session: null,
    demo: false,
    status: {},
    settings,
    toReview: 0,
    clocks: null,
    updateReady: false,
    spoken: "",
  };
  let put = false;
  let queued = false;
  let stopReview: (() => void) | null = null;
  let stopClocks: (() => void) | null = null;
  const rung = new Set<string>();
  const acts: FrameActs = {
    reached(clock, minutes) {
      const key = `${clock.what} ${clock.since} ${minutes}`;
      const late = Date.now() - Date.parse(clock.since) - minutes * 60_000;
      if (frame.settings.sound !== "off" && !rung.has(key) && late < LATE_MS) chime();
      rung.add(key);
    },
    skip: () => main().focus(),
    updateNow: () => update?.(),
    updateLater: () => {
      put = true;
      change({});
    },
    palette: () => palette?.(),
    lock: handOver,
    signOut: leave,
    theme: (theme) => setSetting("theme", theme),
  };
  const offers = () => Boolean(frame.status.updateReady) && !put && !isEntering(frame.path);
  /** An input may follow the one that has lost the focus. */
  const look = () => setTimeout(() => offers() !== frame.updateReady && change({}));
  const draw = () => {
    queued = false;
    frame.updateReady = offers();
    render(appFrame(frame, acts), host);
  };
  /** What changes together is drawn once. */
  function change(news: Partial<FrameState>) {
    Object.assign(frame, news);
    if (!queued) queueMicrotask(draw);
    queued = true;
  }
  const countToReview = (toReview: number) => {
    if (toReview !== frame.toReview) change({ toReview });
  };
  /** Whether a clock runs is kept: the next start then leaves room for the strip before the notes are read. */
  const showClocks = (clocks: FrameClock[]) => {
    change({ clocks });
    keepTimers(lastName(), clocks).catch(() => {}); // the next change of them tries again
    const running = clocks.length ? "on" : "off";
    if ((frame.settings.clocks ?? "off") !== running) setSetting("clocks", running);
  };
  const stops = [
    watchSettings((settings) => {
      applySettings(settings);
      change({ settings });
    }),
    watchStatus((status) => {
      const changed = SPOKEN.some((name) => status[name] !== frame.status[name]);
      change({ status, spoken: changed ? stripLabel(status) : frame.spoken });
    }),
  ];
  function watchPerson(session: Session | null) {
    if (stopReview) stopReview();
    if (stopClocks) stopClocks();
    const treats = session && can("note.create", session.user, null, currentForms());
    change({ clocks: treats || !session ? null : [] });
    if (!session) stopClocks = watchTimers((timers) => change({ clocks: timers.map(unnamed) }));
    else stopClocks = treats ? afterFirstRead(() => watchClocks(showClocks)) : null;
    stopReview =
      session && can("review.list", session.user, null, currentForms())
        ? afterFirstRead(() =>
            watchOpen(({ all }) =>
              countToReview(all.filter((note) => waitsFor(session.user.id, note, currentForms()?.settings)).length),
            ),
          )
        : null;
  }
  const shortcuts: ShortcutActs = {
    isFree: () => Boolean(frame.session) && !isFocused(frame.path),
    newNote: () => newNote?.(),
    palette: () => palette?.(),
  };
  document.getElementById("boot")?.remove();
  readyChime();
  for (const moved of ["focusin", "focusout"]) addEventListener(moved, look);
  guardBounce(() => frame.settings.glove === "on");
  stops.push(listenForShortcuts(shortcuts));
  draw();
  watchPerson(null);
  return {
    main: main(),
    show(news) {
      closeSheets();
      closeMenu();
      if (news.session !== undefined && news.session?.user.id !== frame.session?.user.id) watchPerson(news.session);
      change(news);
    },
    dispose() {
      for (const stop of [...stops, stopReview, stopClocks]) stop?.();
    },
  };
}
