import { Offline, proveWith } from "./api.js";
import { lockWhenIdle } from "./features/account/idle-lock.js";
import { rememberScreen } from "./features/account/last-screen.js";
import { mayLeave } from "./features/account/leaving.js";
import { type Frame, mountFrame } from "./features/frame/frame.js";
import { mayTreat } from "./features/note/note-context.js";
import { choosePatient } from "./features/patient/choose-patient.js";
import { readyFormats } from "./lib/dates.js";
import { showErrorScreen } from "./lib/error-screen.js";
import { t } from "./lib/i18n.js";
import { workDone } from "./lib/pending.js";
import { pause, whenIdle } from "./lib/slices.js";
import { cleanTyping } from "./lib/text.js";
import type { Route } from "./router.js";
import { currentRoute, navigate, startRouter } from "./router.js";
import { routes } from "./routes.js";
import { versionProblem } from "./store/db.js";
import { askToPersist, loadDevice, settings } from "./store/device.js";
import { onErased } from "./store/erase.js";
import { currentForms, FORMS_EVERY, onForms, renewForms } from "./store/forms.js";
import { onLanguage, speakTo } from "./store/language.js";
import { exportAll } from "./store/outbox.js";
import { noteSeen } from "./store/seen.js";
import { isToBeSetUp, lastName, onOtherPerson, onSession, readLast, session } from "./store/session.js";
import { report, watchStatus } from "./store/status.js";
import { start } from "./sync/engine.js";
import type { Session } from "./types.js";
import { applyUpdate, lookForVersion, registerWorker } from "./worker.js";

const OPEN = /^\/(setup|sign-in|invite\/)/;
const root = document.documentElement;
const { version = "", demo } = root.dataset;

const app = {
  version,
  demo: demo === "1",

  user: null,

  clinic: null,

  forms: null,
  applyUpdate: async () => {
    await workDone();
    if (await mayLeave()) applyUpdate();
  },
};

let frame: Frame | null = null;
let first = "";
let hasNewForms = false;

const trouble = (error: unknown) => {
  showErrorScreen(frame?.main ?? document.body, error, exportAll);
  root.dataset.ready = "1";
};

addEventListener("error", (event) => {
  if (event.error) report({ trouble: String(event.error.message ?? event.error) });
});
addEventListener("unhandledrejection", ({ reason }) => report({ trouble: String(reason?.message ?? reason) }));

proveWith(async () => (await import("./chunks/clinic.js")).askProof());
cleanTyping();
boot()
  .catch(trouble)
  .finally(() => registerWorker(report));

async function boot() {
  const reading = readLast();
  const [wishes] = await Promise.all([settings(), loadDevice()]);
  await reading;
  await speakTo(lastName());
  readyFormats(); // while the database is read
  if (!lastName()) await lookForSetUp();
  frame = mountFrame(document.body, { update: app.applyUpdate, newNote: begin, palette, settings: wishes });
  frame.show({ path: currentRoute().path, session: null, demo: app.demo });
  await pause();
  watch();
  await startRouter(routes, { main: frame.main, app: () => app, before, leaving: mayLeave, trouble });
  root.dataset.ready = "1";
  await whenIdle(); // the first screen comes before the network
  start();
  await whenIdle();
  import("./chunks/note-edit.js").catch(() => {}); // so that a note can be started offline later
}

/** What is opened over any screen knows what a screen does; nothing while nobody has the tablet. */
function here() {
  const [now, forms] = [session(), currentForms()];
  return now && forms && { ...app, user: now.user, clinic: now.clinic, forms };
}

/** The shortcut for a new note, for people who treat. */
function begin() {
  const given = here();
  return given && mayTreat(given) ? choosePatient(given) : undefined;
}

async function palette() {
  const given = here();
  if (given) await (await import("./chunks/desktop.js")).showPalette(given);
}

/** A clinic that is not set up begins with that. */
async function lookForSetUp() {
  try {
    if (await isToBeSetUp()) first = "/setup";
  } catch (error) {
    if (!(error instanceof Offline)) report({ trouble: String(error) });
  }
}

/** After a sign-out the current screen keeps its last content until another screen replaces it. */
function know(here: Session | null) {
  if (!here) return;
  Object.assign(app, { user: here.user, clinic: here.clinic, demo: app.demo || here.demo, forms: currentForms() });
  whenIdle().then(() => {
    askToPersist();
    renewForms(FORMS_EVERY).catch(() => {});
  });
}

function watch() {
  onForms((forms) => Object.assign(app, { forms }));
  onSession(know);
  onLanguage(() => navigate(currentRoute().path));
  watchStatus(({ connection, updateReady }) => {
    if (connection !== "online") return;
    lookForVersion(session()?.version);
    if (updateReady) renewForUpdate();
  });
  addEventListener("beforeprint", () => noteSeen(currentRoute().path, "print").catch(() => {}));
  onOtherPerson(async () => {
    document.body.hidden = true; // it was locked, but for a photo that is being stored
    await workDone();
    location.reload();
  });
  onErased(() => session() ?? navigate("/sign-in", { replace: true }));
  lockWhenIdle();
  versionProblem.listen((what) =>
    report({
      trouble:
        what === "blocked"
          ? t("Close the other windows of Needlepoint so that this one can go on.")
          : t("Needlepoint was updated in another window. Open this page again."),
    }),
  );
}

/** The next version may take over while offline, so the forms and limits it needs are fetched first. */
function renewForUpdate() {
  if (hasNewForms) return;
  hasNewForms = true;
  renewForms().catch(() => {
    hasNewForms = false;
  });
}

/** The route to show: the set-up of a new clinic, the lock while nobody has the tablet, else the requested route. */
function before({ path }: Route) {
  const here = session();
  if (!here && !OPEN.test(path)) rememberScreen();
  const instead = here || OPEN.test(path) ? path : first || "/sign-in";
  const shown = instead === "/sign-in" && first ? first : instead;
  if (shown === "/setup") first = ""; // whoever goes on from there signs in
  if (shown === path) frame?.show({ path, session: here, demo: app.demo });
  if (here && shown === path) noteSeen(path, "seen").catch(() => {}); // reading does not wait for it
  return shown;
}
