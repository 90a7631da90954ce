// Review and conflicts; loaded on first use.
import "../app.js"; // see README.md

export * as conflict from "../features/conflicts/conflict.js";
export * as conflicts from "../features/conflicts/conflicts.js";
export * as review from "../features/review/review.js";
export * as together from "../features/review/together.js";
