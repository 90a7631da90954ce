// For wide screens and keyboards: lists as tables, the command palette, the list of shortcuts; loaded on first use.
import "../app.js"; // see README.md

export { recallTable, taskTable } from "../features/follow-up/call-tables.js";
export { showPalette } from "../features/frame/palette.js";
export { showShortcuts } from "../features/frame/shortcut-sheet.js";
export { patientTable } from "../features/patient/patient-table.js";
export { queuePane, queueTable } from "../features/review/review-table.js";
export { trailTable } from "../features/audit/trail-table.js";
export { deviceTable, peopleTable } from "../features/people/people-table.js";
export { boxTable, recallLotTable } from "../features/shelf/shelf-table.js";
