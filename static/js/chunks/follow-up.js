// Follow-up, and what runs with a patient beyond the visit: fetched at first use.
export * as followUp from "../views/follow-up.js";
export * as followUpEntry from "../views/follow-up-entry.js";
export * as patientPart from "../views/patient-part.js";
