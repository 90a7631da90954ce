// The app as tests open it: what is shipped, and beside it the modules they hold on to. Built into build/dist, never shipped.
import "../../static/js/app.js";

export * as diff from "../../static/js/components/diff.js";
export * as noteContext from "../../static/js/components/note-context.js";
export * as noteDesk from "../../static/js/components/note-desk.js";
export * as shelfChips from "../../static/js/components/shelf-chips.js";
export * as typing from "../../static/js/components/typing.js";
export * as canonical from "../../static/js/core/canonical.js";
export * as carried from "../../static/js/core/carried.js";
export * as merge from "../../static/js/core/merge.js";
export * as traceability from "../../static/js/core/traceability.js";
export * as db from "../../static/js/store/db.js";
export * as device from "../../static/js/store/device.js";
export * as drafts from "../../static/js/store/drafts.js";
export * as edits from "../../static/js/store/edits.js";
export * as forms from "../../static/js/store/forms.js";
export * as local from "../../static/js/store/local.js";
export * as outbox from "../../static/js/store/outbox.js";
export * as queue from "../../static/js/store/queue.js";
export * as records from "../../static/js/store/records.js";
export * as seal from "../../static/js/store/seal.js";
export * as session from "../../static/js/store/session.js";
export * as status from "../../static/js/store/status.js";
export * as withdraw from "../../static/js/store/withdraw.js";
export * as engine from "../../static/js/sync/engine.js";
export * as noteParts from "../../static/js/views/note-parts.js";
export * as reviewQueue from "../../static/js/views/review-queue.js";
export * as worker from "../../static/js/worker.js";
