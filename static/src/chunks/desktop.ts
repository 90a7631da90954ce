// What only a wide screen shows: lists as tables; loaded there on first use.
import "../app.js"; // see README.md

export { patientTable } from "../features/patient/patient-table.js";
