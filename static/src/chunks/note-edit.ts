// Writing and signing a note: fetched once the first screen is there, and kept by the service worker.
export * as noteEdit from "../features/note/note-edit.js";
export * as noteSign from "../features/note/note-sign.js";
