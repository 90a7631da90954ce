// Follow-up, and what runs with a patient beyond the visit: fetched at first use.
export * as followUp from "../features/follow-up/follow-up.js";
export * as followUpEntry from "../features/follow-up/follow-up-entry.js";
export * as patientPart from "../features/patient/patient-part.js";
