// Amendment, settings, and the lists of unsent and refused changes; loaded on first use.
import "../app.js"; // see README.md

export * as settings from "../features/account/settings.js";
export * as noteAmend from "../features/note/note-amend.js";
export * as ready from "../features/ready/ready.js";
export * as quarantine from "../features/waiting/quarantine.js";
export * as waiting from "../features/waiting/waiting.js";
