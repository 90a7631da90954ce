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
  ["/patients/:id/part/:unit", () => import("./views/patient-part.js")],
  ["/follow-up", () => import("./views/follow-up.js")],
  ["/recall-due", () => import("./views/follow-up.js")],
  ["/follow-up/:id/:key", () => import("./views/follow-up-entry.js")],
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
  ["/shelf", () => import("./views/shelf.js")],
  ["/registry", () => import("./views/registry.js")],
  ["/lot-recall", () => import("./views/lot-recall.js")],
  ["/protocols", () => import("./views/protocols.js")],
  ["/not-found", () => import("./views/not-found.js")],
];

/** Asks for all modules of a screen at once, as the shell lists them; imports would ask for them level by level. @param {string} path */
export function fetchAhead(path) {
  const listed = /** @type {HTMLMetaElement | null} */ (document.head.querySelector(`meta[data-screen="${CSS.escape(path)}"]`));
  listed?.remove();
  for (const href of listed?.content.split(" ") ?? [])
    document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
}
