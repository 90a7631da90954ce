// Documents printed from the tablet; loaded on first use.
export * as patientPrint from "../features/summary/patient-print.js";
