// Documents printed from the tablet, and links for patients; loaded on first use.
import "../app.js"; // see README.md

export { patientLinks } from "../features/summary/patient-links.js";
export * as patientPrint from "../features/summary/patient-print.js";
