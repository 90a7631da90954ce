// What runs in this page, by name: `const { outbox } = await import("/static/dist/app.js")`. The tests look at the script that
// is shipped through this door, and so may whoever looks after a tablet; the app itself has no use for it.
export * as typing from "./components/typing.js";
export * as db from "./store/db.js";
export * as device from "./store/device.js";
export * as drafts from "./store/drafts.js";
export * as edits from "./store/edits.js";
export * as forms from "./store/forms.js";
export * as local from "./store/local.js";
export * as outbox from "./store/outbox.js";
export * as queue from "./store/queue.js";
export * as records from "./store/records.js";
export * as seal from "./store/seal.js";
export * as session from "./store/session.js";
export * as status from "./store/status.js";
export * as engine from "./sync/engine.js";
export { watchNote } from "./views/note-parts.js";
export * as worker from "./worker.js";
