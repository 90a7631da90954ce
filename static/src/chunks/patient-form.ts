// A new patient and the sheet of what is known of one: fetched at first use.
export * as patientEdit from "../features/patient/patient-edit.js";
export * as patientNew from "../features/patient/patient-new.js";
