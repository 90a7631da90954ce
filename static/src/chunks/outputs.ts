// What is printed on the tablet: fetched at first use.
export * as patientPrint from "../features/summary/patient-print.js";
