// New patient and patient details; loaded on first use.
export * as patientEdit from "../features/patient/patient-edit.js";
export * as patientNew from "../features/patient/patient-new.js";
