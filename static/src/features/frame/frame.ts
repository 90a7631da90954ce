// @ts-nocheck
import { facts } from "../../core/facts/index.js";
import { hasWritten } from "../../core/writers.js";
import { chime, readyChime } from "../../lib/chime.js";
import { html, render } from "../../lib/dom.js";
import { guardBounce } from "../../lib/tap-debounce.js";
import { navigate } from "../../router.js";
import { setSetting, watchSettings } from "../../store/device.js";
import { currentForms } from "../../store/forms.js";
import { get, watchAll } from "../../store/records.js";
import { afterFirstRead, watchStatus } from "../../store/status.js";
import { closeSheets } from "../../ui/controls/dialog.js";
import { stripWords } from "../../ui/layout/status-strip.js";
import { closeMenu } from "../account/person-menu.js";
import { leave } from "../account/sign-out.js";
import { runningClocks } from "../note-record/visit-labels.js";
import { patientName } from "../patient/patient-labels.js";
import { appFrame } from "./app-frame.js";
import { firstRead } from "./first-read.js";

const SPOKEN = ["connection", "attention", "conflicts", "unsaved"];

/** The device's wishes as attributes that the tokens read. */
function wear(settings) {
  const { dataset } = document.documentElement;
  if (settings.theme && settings.theme !== "auto") dataset.theme = settings.theme;
  else delete dataset.theme;
  dataset.hand = settings.hand;
  dataset.glove = settings.glove;
  dataset.textSize = settings.textSize ?? "normal";
}

const LATE_MS = 5 * 60_000;

/** How many minutes this cream may be on this patient; null when no limit is known. */
function longestOn(note, patient) {
  const limits = currentForms()?.limits;
  const context = { patient: patient?.fields ?? {}, previous: null, now: Date.now(), limits };
  return limits ? facts(note.fields, context).numbing.max_min : null;
}

/** Clocks of open notes with the name of their patient, told whenever one starts or stops. */
function watchClocks(told) {
  return watchAll("note", { states: ["draft", "returned"] }, async (notes) => {
    const running = notes.flatMap((note) => runningClocks(note).map((clock) => ({ ...clock, note })));
    const clocks = running.map(async ({ note, step, ...clock }) => {
      const patient = await get("patient", note.patient_id);
      return {
        ...clock,
        limit: step === "numbing" ? longestOn(note, patient) : null,
        name: patientName(patient),
        href: `#/notes/${note.id}/edit/${step}`,
      };
    });
    told(await Promise.all(clocks));
  });
}

/**
 * Puts the frame into the page once. Returns {main, show({path, session, demo}), firstRead(), dispose}: `show` is called on
 * every route and closes what was open over the last one, `main` is where views render; `firstRead` says what goes on until there is one. `update` applies a waiting version.
 */
export function mountFrame(host, { update } = {}) {
  const frame = {
    path: "/",
    session: null,
    demo: false,
    status: {},
    settings: {},
    toReview: 0,
    clocks: [],
    updateReady: false,
  };
  let put = false;
  let stopReview = null;
  let stopClocks = null;
  const rung = new Set();
  const acts = {
    reached(clock, minutes) {
      const key = `${clock.href} ${clock.since} ${minutes}`;
      const late = Date.now() - Date.parse(clock.since) - minutes * 60_000;
      if (frame.settings.sound !== "off" && !rung.has(key) && late < LATE_MS) chime();
      rung.add(key);
    },
    skip: () => document.getElementById("main").focus(),
    updateNow: () => update?.(),
    updateLater: () => {
      put = true;
      change({ updateReady: false });
    },
    lock: () => navigate("/sign-in"),
    signOut: leave,
    theme: (theme) => setSetting("theme", theme),
  };
  function change(news) {
    Object.assign(frame, news);
    render(appFrame(frame, acts), host);
  }
  const stops = [
    watchSettings((settings) => {
      wear(settings);
      change({ settings });
    }),
    watchStatus((status) => {
      const changed = SPOKEN.some((name) => status[name] !== frame.status[name]);
      change({
        status,
        updateReady: Boolean(status.updateReady) && !put,
        spoken: changed ? stripWords(status) : frame.spoken,
      });
    }),
  ];
  function watchPerson(session) {
    if (stopReview) stopReview();
    if (stopClocks) stopClocks();
    change({ clocks: [] });
    const treats = session?.user.role === "practitioner" || session?.user.treats;
    stopClocks = treats && afterFirstRead(() => watchClocks((clocks) => change({ clocks })));
    stopReview =
      session?.user.role === "supervisor" &&
      afterFirstRead(() =>
        watchAll("note", { states: ["signed"] }, (notes) =>
          change({ toReview: notes.filter((note) => !hasWritten(session.user.id, note)).length }),
        ),
      );
  }
  document.getElementById("boot")?.remove();
  readyChime();
  guardBounce(() => frame.settings.glove === "on");
  change({});
  return {
    main: document.getElementById("main"),
    show(news) {
      closeSheets();
      closeMenu();
      if ("session" in news && news.session?.user.id !== frame.session?.user.id) watchPerson(news.session);
      change(news);
    },
    firstRead() {
      const host = document.createElement("div");
      host.className = "view";
      document.getElementById("main").replaceChildren(host);
      render(html`<div class="page">${firstRead()}</div>`, host);
    },
    dispose() {
      for (const stop of [...stops, stopReview, stopClocks]) if (stop) stop();
    },
  };
}
