// Exports of many records, which only the server makes: these requests fail offline.

import { request, takeFile } from "../api.js";

export type Form = "page" | "record" | "csv" | "xlsx" | "json" | "fhir" | "tables" | "clinic";

/** As `GET /exports` lists them: `done` of `total` patients are made. */
export interface Export {
  id: string;
  name: string;
  asked_at: string;
  all: boolean;
  forms: Form[];
  total: number;
  done: number;
  left_out: number;
  state: "waiting" | "ready" | "taken" | "cancelled" | "refused" | "expired";
  mine: boolean;
}

export const listExports = async (): Promise<Export[]> => (await request("/exports")).items;

/** `patients` null: all of the clinic. */
export const beginExport = (patients: string[] | null, forms: Form[]): Promise<Export> =>
  request("/exports", { method: "POST", body: { patients, forms } });

export const cancelExport = (id: string): Promise<Export> => request(`/exports/${id}`, { method: "DELETE", body: {} });

export const takeExport = (id: string) => takeFile(`/exports/${id}/file`);
