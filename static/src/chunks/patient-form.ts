// The patient, a new one, and their details; loaded on first use.
import "../app.js"; // see README.md

export * as patient from "../features/patient/patient.js";
export * as patientEdit from "../features/patient/patient-edit.js";
export * as patientNew from "../features/patient/patient-new.js";
export * as patients from "../features/patient/patients.js";
