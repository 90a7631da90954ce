// Reading, writing and signing a note; loaded after the first screen is drawn, and cached by the service worker.
import "../app.js"; // see README.md

export * as note from "../features/note/note.js";
export * as noteEdit from "../features/note/note-edit.js";
export * as noteSign from "../features/note/note-sign.js";
