// The review deck and the conflicts: fetched at first use.
export * as conflict from "../views/conflict.js";
export * as conflicts from "../views/conflicts.js";
export * as review from "../views/review.js";
