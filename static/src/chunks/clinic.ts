// Screens of the clinic as a whole: people, what was done to accounts, the audit trail, registry, shelf, protocols, recall,
// set-up; loaded on first use.
import "../app.js"; // see README.md

export * as account from "../features/account/account.js";
export * as invite from "../features/account/invite.js";
export { usePasskey } from "../features/account/passkey-browser.js";
export { askProof } from "../features/account/proof.js";
export * as audit from "../features/audit/audit.js";
export * as bulk from "../features/bulk/bulk.js";
export * as clinicSettings from "../features/clinic/clinic-settings.js";
export { accountNotices } from "../features/home/account-notices.js";
export { firstHour, watchFirstSteps } from "../features/home/first-hour.js";
export * as imports from "../features/imports/imports.js";
export * as notOnFile from "../features/patient/not-on-file.js";
export * as coverage from "../features/review/coverage.js";
export * as outcomes from "../features/review/outcomes.js";
export * as reports from "../features/review/reports.js";
export * as users from "../features/people/users.js";
export * as consentTexts from "../features/registry/consent-texts.js";
export * as patientPage from "../features/registry/patient-page.js";
export * as protocols from "../features/registry/protocols.js";
export * as registry from "../features/registry/registry.js";
export * as server from "../features/server/server.js";
export * as setup from "../features/setup/setup.js";
export * as lotRecall from "../features/shelf/lot-recall.js";
export * as shelf from "../features/shelf/shelf.js";
