// Which view shows an address. The first pattern that fits wins; the last one is what is shown for an unknown address.
import * as conflict from "./views/conflict.js";
import * as conflicts from "./views/conflicts.js";
import * as followUp from "./views/follow-up.js";
import * as followUpEntry from "./views/follow-up-entry.js";
import * as home from "./views/home.js";
import * as invite from "./views/invite.js";
import * as lotRecall from "./views/lot-recall.js";
import * as notFound from "./views/not-found.js";
import * as note from "./views/note.js";
import * as noteAmend from "./views/note-amend.js";
import * as noteEdit from "./views/note-edit.js";
import * as noteSign from "./views/note-sign.js";
import * as patient from "./views/patient.js";
import * as patientEdit from "./views/patient-edit.js";
import * as patientNew from "./views/patient-new.js";
import * as patientPart from "./views/patient-part.js";
import * as patientPrint from "./views/patient-print.js";
import * as patients from "./views/patients.js";
import * as protocols from "./views/protocols.js";
import * as registry from "./views/registry.js";
import * as review from "./views/review.js";
import * as settings from "./views/settings.js";
import * as setup from "./views/setup.js";
import * as shelf from "./views/shelf.js";
import * as signIn from "./views/sign-in.js";
import * as users from "./views/users.js";
import * as waiting from "./views/waiting.js";

/** @type {Array<[string, import("./router.js").View]>} */
export const routes = [
  ["/", home],
  ["/setup", setup],
  ["/sign-in", signIn],
  ["/invite/:token", invite],
  ["/patients", patients],
  ["/patients/new", patientNew],
  ["/patients/new/:next", patientNew],
  ["/patients/:id", patient],
  ["/patients/:id/edit", patientEdit],
  ["/patients/:id/print", patientPrint],
  ["/patients/:id/part/:unit", patientPart],
  ["/follow-up", followUp],
  ["/recall-due", followUp],
  ["/follow-up/:id/:key", followUpEntry],
  ["/notes/:id", note],
  ["/notes/:id/edit", noteEdit],
  ["/notes/:id/edit/:section", noteEdit],
  ["/notes/:id/sign", noteSign],
  ["/notes/:id/amend", noteAmend],
  ["/review", review],
  ["/review/:id", review],
  ["/conflicts", conflicts],
  ["/conflicts/:id", conflict],
  ["/waiting", waiting],
  ["/settings", settings],
  ["/users", users],
  ["/shelf", shelf],
  ["/registry", registry],
  ["/lot-recall", lotRecall],
  ["/protocols", protocols],
  ["/not-found", notFound],
];
