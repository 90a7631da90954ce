// Documents printed from the tablet; loaded on first use.
import "../app.js"; // see README.md

export * as patientPrint from "../features/summary/patient-print.js";
