// Which view shows an address. The first pattern that fits wins; the last one is what is shown for an unknown address.
// Screens opened now and then are chunks of their own, fetched at first use and kept by the service worker.
import * as followUp from "./views/follow-up.js";
import * as followUpEntry from "./views/follow-up-entry.js";
import * as noteAmend from "./views/note-amend.js";
import * as home from "./views/home.js";
import * as notFound from "./views/not-found.js";
import * as note from "./views/note.js";
import * as noteEdit from "./views/note-edit.js";
import * as noteSign from "./views/note-sign.js";
import * as patient from "./views/patient.js";
import * as patientEdit from "./views/patient-edit.js";
import * as patientNew from "./views/patient-new.js";
import * as patientPart from "./views/patient-part.js";
import * as patients from "./views/patients.js";
import * as settings from "./views/settings.js";
import * as signIn from "./views/sign-in.js";
import * as waiting from "./views/waiting.js";

const screenOf =
  (/** @type {() => Promise<Record<string, import("./router.js").View>>} */ fetchChunk) =>
  (/** @type {string} */ name) =>
  async () =>
    (await fetchChunk())[name];
const clinic = screenOf(() => import("./chunks/clinic.js"));
const outputs = screenOf(() => import("./chunks/outputs.js"));
const review = screenOf(() => import("./chunks/review.js"));

/** @type {Array<[string, import("./router.js").LoadView]>} */
export const routes = [
  ["/", () => home],
  ["/setup", clinic("setup")],
  ["/sign-in", () => signIn],
  ["/invite/:token", clinic("invite")],
  ["/patients", () => patients],
  ["/patients/new", () => patientNew],
  ["/patients/new/:next", () => patientNew],
  ["/patients/:id", () => patient],
  ["/patients/:id/edit", () => patientEdit],
  ["/patients/:id/print", outputs("patientPrint")],
  ["/patients/:id/part/:unit", () => patientPart],
  ["/follow-up", () => followUp],
  ["/recall-due", () => followUp],
  ["/follow-up/:id/:key", () => followUpEntry],
  ["/notes/:id", () => note],
  ["/notes/:id/edit", () => noteEdit],
  ["/notes/:id/edit/:section", () => noteEdit],
  ["/notes/:id/sign", () => noteSign],
  ["/notes/:id/amend", () => noteAmend],
  ["/review", review("review")],
  ["/review/:id", review("review")],
  ["/conflicts", review("conflicts")],
  ["/conflicts/:id", review("conflict")],
  ["/waiting", () => waiting],
  ["/settings", () => settings],
  ["/users", clinic("users")],
  ["/shelf", clinic("shelf")],
  ["/registry", clinic("registry")],
  ["/lot-recall", clinic("lotRecall")],
  ["/protocols", clinic("protocols")],
  ["/not-found", () => notFound],
];
