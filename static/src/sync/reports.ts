// Counts of the clinic, which only the server has.
import { download, request } from "../api.js";

export type ReportName = "waiting" | "rules" | "events" | "approval";

export interface Report {
  name: ReportName;
  columns: string[];
  rows: (string | number)[][];
}

const query = (first: string): Record<string, string> => (first ? { first } : {});

/** Of what was signed since that day; empty for all. */
export const readReport = (name: ReportName, first: string): Promise<Report> =>
  request(`/reports/${name}`, { query: query(first) });

/** The same as a table. */
export const reportFile = (name: ReportName, first: string) =>
  download(`/reports/${name}.csv?${new URLSearchParams(query(first))}`);
