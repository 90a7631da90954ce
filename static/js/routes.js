// Which view shows an address. The first pattern that fits wins; the last one is what is shown for an unknown address.

/** @type {Array<[string, () => Promise<import("./router.js").View>]>} */
export const routes = [
  ["/", () => import("./views/home.js")],
  ["/setup", () => import("./views/setup.js")],
  ["/sign-in", () => import("./views/sign-in.js")],
  ["/invite/:token", () => import("./views/invite.js")],
  ["/patients", () => import("./views/patients.js")],
  ["/patients/new", () => import("./views/patient-new.js")],
  ["/patients/new/:next", () => import("./views/patient-new.js")],
  ["/patients/:id", () => import("./views/patient.js")],
  ["/patients/:id/edit", () => import("./views/patient-edit.js")],
  ["/patients/:id/print", () => import("./views/patient-print.js")],
  ["/notes/:id", () => import("./views/note.js")],
  ["/notes/:id/edit", () => import("./views/note-edit.js")],
  ["/notes/:id/edit/:section", () => import("./views/note-edit.js")],
  ["/notes/:id/sign", () => import("./views/note-sign.js")],
  ["/notes/:id/amend", () => import("./views/note-amend.js")],
  ["/review", () => import("./views/review.js")],
  ["/review/:id", () => import("./views/review.js")],
  ["/conflicts", () => import("./views/conflicts.js")],
  ["/conflicts/:id", () => import("./views/conflict.js")],
  ["/waiting", () => import("./views/waiting.js")],
  ["/settings", () => import("./views/settings.js")],
  ["/users", () => import("./views/users.js")],
  ["/not-found", () => import("./views/not-found.js")],
];
