// The app as tests open it: what is shipped, and beside it the modules they hold on to. Built into build/dist, never shipped.
import "../../static/src/app.js";

export * as diff from "../../static/src/features/note-record/diff.js";
export * as noteContext from "../../static/src/features/note/rule-context.js";
export * as noteModel from "../../static/src/features/note/note-model.js";
export * as shelfChips from "../../static/src/features/shelf/shelf-chips.js";
export * as typing from "../../static/src/ui/forms/typed-text.js";
export * as canonical from "../../static/src/core/canonical.js";
export * as carried from "../../static/src/core/copied.js";
export * as merge from "../../static/src/core/merge.js";
export * as traceability from "../../static/src/core/traceability.js";
export * as db from "../../static/src/store/db.js";
export * as device from "../../static/src/store/device.js";
export * as drafts from "../../static/src/store/drafts.js";
export * as edits from "../../static/src/store/edits.js";
export * as forms from "../../static/src/store/forms.js";
export * as local from "../../static/src/store/local.js";
export * as outbox from "../../static/src/store/outbox.js";
export * as queue from "../../static/src/store/queue.js";
export * as records from "../../static/src/store/records.js";
export * as seal from "../../static/src/store/seal.js";
export * as session from "../../static/src/store/session.js";
export * as status from "../../static/src/store/status.js";
export * as withdraw from "../../static/src/store/withdraw.js";
export * as engine from "../../static/src/sync/engine.js";
export * as noteParts from "../../static/src/features/note/note-context.js";
export * as reviewQueue from "../../static/src/features/review/review-queue.js";
export * as worker from "../../static/src/worker.js";
