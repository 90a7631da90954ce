// Files the server makes: fetched like everything else, so that an unreachable server is reported on the same screen.

import { download } from "../api.js";

/** What stands in a PDF in Latin letters, because no font of it has `letters`; how many more there are. */
export interface InLatin {
  texts: { text: string; latin: string; letters: string }[];
  more: number;
}

/** `form`: pdf, csv or json, with its query. */
export async function summaryFile(patientId: string, form: string) {
  const { inLatin, ...file } = await download(`/patients/${patientId}/summary.${form}`);
  return { ...file, inLatin: inLatin ? (JSON.parse(decodeURIComponent(inLatin)) as InLatin) : null };
}

/** The whole recall as a table. */
export const recallFile = (lot: string) => download(`/recall.csv?lot=${encodeURIComponent(lot)}`);
