// Follow-up, courses and adverse events of a patient; loaded on first use.
import "../app.js"; // see README.md

export * as followUp from "../features/follow-up/follow-up.js";
export * as followUpAmend from "../features/follow-up/follow-up-amend.js";
export * as followUpEntry from "../features/follow-up/follow-up-entry.js";
export * as followUpRead from "../features/follow-up/follow-up-read.js";
export * as patientPart from "../features/patient/patient-part.js";
