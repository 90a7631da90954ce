// For wide screens and keyboards: lists as tables, the list of shortcuts; loaded on first use.
import "../app.js"; // see README.md

export { showShortcuts } from "../features/frame/shortcut-sheet.js";
export { patientTable } from "../features/patient/patient-table.js";
