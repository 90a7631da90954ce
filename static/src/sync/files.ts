// Files the server makes: fetched like everything else, so that an unreachable server is reported on the same screen.

import { download } from "../api.js";

/** `ending`: pdf, csv or json. */
export const summaryFile = (patientId: string, ending: string) => download(`/patients/${patientId}/summary.${ending}`);

/** The whole recall as a table. */
export const recallFile = (lot: string) => download(`/recall.csv?lot=${encodeURIComponent(lot)}`);
