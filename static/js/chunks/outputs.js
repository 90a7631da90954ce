// What is printed on the tablet: fetched at first use.
export * as patientPrint from "../views/patient-print.js";
