// Amendment, settings, and the list of what waits: fetched at first use.
export * as noteAmend from "../views/note-amend.js";
export * as settings from "../views/settings.js";
export * as waiting from "../views/waiting.js";
