// Which view shows an address. The first matching pattern wins; the last one matches unknown addresses. Rarely used
// screens are chunks of their own, loaded on first use and cached by the service worker.

import * as signIn from "./features/account/sign-in.js";
import * as notFound from "./features/frame/not-found.js";
import * as home from "./features/home/home.js";
import type { LoadView, View } from "./router.js";

const screenOf = (fetchChunk: () => Promise<Record<string, unknown>>) => (name: string) => async () =>
  (await fetchChunk())[name] as View;
const clinic = screenOf(() => import("./chunks/clinic.js"));
const noteEditing = screenOf(() => import("./chunks/note-edit.js"));
const followUps = screenOf(() => import("./chunks/follow-up.js"));
const outputs = screenOf(() => import("./chunks/outputs.js"));
const occasional = screenOf(() => import("./chunks/occasional.js"));
const patientForm = screenOf(() => import("./chunks/patient-form.js"));
const review = screenOf(() => import("./chunks/review.js"));

export const routes: Array<[string, LoadView]> = [
  ["/", () => home],
  ["/setup", clinic("setup")],
  ["/sign-in", () => signIn],
  ["/invite/:token", clinic("invite")],
  ["/patients", patientForm("patients")],
  ["/patients/new", patientForm("patientNew")],
  ["/patients/new/:next", patientForm("patientNew")],
  ["/patients/:id", patientForm("patient")],
  ["/patients/:id/edit", patientForm("patientEdit")],
  ["/patients/:id/print", outputs("patientPrint")],
  ["/patients/:id/part/:unit", followUps("patientPart")],
  ["/follow-up", followUps("followUp")],
  ["/recall-due", followUps("followUp")],
  ["/follow-up/:id/:key", followUps("followUpEntry")],
  ["/calls/:id", followUps("followUpRead")],
  ["/calls/:id/amend", followUps("followUpAmend")],
  ["/notes/:id", noteEditing("note")],
  ["/notes/:id/edit", noteEditing("noteEdit")],
  ["/notes/:id/edit/:section", noteEditing("noteEdit")],
  ["/notes/:id/sign", noteEditing("noteSign")],
  ["/notes/:id/amend", occasional("noteAmend")],
  ["/review", review("review")],
  ["/review/:id", review("review")],
  ["/review-together", review("together")],
  ["/review-coverage", clinic("coverage")],
  ["/outcomes", clinic("outcomes")],
  ["/reports", clinic("reports")],
  ["/conflicts", review("conflicts")],
  ["/conflicts/:id", review("conflict")],
  ["/waiting", occasional("waiting")],
  ["/quarantine", occasional("quarantine")],
  ["/ready", occasional("ready")],
  ["/settings", occasional("settings")],
  ["/account", clinic("account")],
  ["/users", clinic("users")],
  ["/clinic", clinic("clinicSettings")],
  ["/audit", clinic("audit")],
  ["/server", clinic("server")],
  ["/exports", clinic("bulk")],
  ["/imports", clinic("imports")],
  ["/shelf", clinic("shelf")],
  ["/registry", clinic("registry")],
  ["/patient-page", clinic("patientPage")],
  ["/consent-texts", clinic("consentTexts")],
  ["/lot-recall", clinic("lotRecall")],
  ["/not-on-file", clinic("notOnFile")],
  ["/protocols", clinic("protocols")],
  ["/not-found", () => notFound],
];
