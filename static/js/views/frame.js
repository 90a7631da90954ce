import { appFrame } from "../components/app-frame.js";
import { stripWords } from "../components/status-strip.js";
import { render } from "../lib/dom.js";
import { navigate } from "../router.js";
import { setSetting, watchSettings } from "../store/device.js";
import { watchAll } from "../store/records.js";
import { watchStatus } from "../store/status.js";
import { leave } from "./leave.js";

const SPOKEN = ["connection", "attention", "conflicts"];

/** The device's wishes as attributes that the tokens read. */
function wear(settings) {
  const { dataset } = document.documentElement;
  if (settings.theme && settings.theme !== "auto") dataset.theme = settings.theme;
  else delete dataset.theme;
  dataset.hand = settings.hand === "left" ? "left" : "right";
  dataset.textSize = settings.textSize ?? "normal";
}

/**
 * Puts the frame into the page once. Returns {main, show({path, session, demo}), dispose}: `show` is called on every route,
 * `main` is where views render. `update` applies a waiting version.
 */
export function mountFrame(host, { update } = {}) {
  const frame = { path: "/", session: null, demo: false, status: {}, settings: {}, toReview: 0, updateReady: false };
  let put = false;
  let stopReview = null;
  const acts = {
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
      change({ status, updateReady: Boolean(status.updateReady) && !put, spoken: changed ? stripWords(status) : frame.spoken });
    }),
  ];
  function watchReview(session) {
    stopReview?.();
    stopReview = session?.user.role === "supervisor" &&
      watchAll("note", { states: ["signed"] }, (notes) => change({ toReview: notes.filter((note) => note.author_id !== session.user.id).length }));
  }
  document.getElementById("boot")?.remove();
  change({});
  return {
    main: document.getElementById("main"),
    show(news) {
      if ("session" in news && news.session?.user.id !== frame.session?.user.id) watchReview(news.session);
      change(news);
    },
    dispose() {
      for (const stop of [...stops, stopReview]) stop?.();
    },
  };
}
