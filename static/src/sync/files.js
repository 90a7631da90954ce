// Files the server makes: fetched like everything else, so that a server that cannot be reached is said where it was asked.

import { download } from "../api.js";

/** @param {string} patientId @param {string} ending pdf, csv or json */
export const summaryFile = (patientId, ending) => download(`/patients/${patientId}/summary.${ending}`);

/** The whole recall as a table. @param {string} lot */
export const recallFile = (lot) => download(`/recall.csv?lot=${encodeURIComponent(lot)}`);
