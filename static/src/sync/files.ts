// Files the server makes: fetched like everything else, so that an unreachable server is reported on the same screen.

import { download } from "../api.js";

/** `form`: pdf, csv or json, with its query. */
export const summaryFile = (patientId: string, form: string) => download(`/patients/${patientId}/summary.${form}`);

/** The whole recall as a table. */
export const recallFile = (lot: string) => download(`/recall.csv?lot=${encodeURIComponent(lot)}`);
