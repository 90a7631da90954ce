// New patient and patient details; loaded on first use.
import "../app.js"; // see README.md

export * as patientEdit from "../features/patient/patient-edit.js";
export * as patientNew from "../features/patient/patient-new.js";
