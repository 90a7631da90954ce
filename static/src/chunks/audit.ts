// Who saw and did what; loaded on first use.
import "../app.js"; // see README.md

export * as audit from "../features/audit/audit.js";
