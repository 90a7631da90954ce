// Patients and past visits from a table, which only the server reads and writes: these requests fail offline.

import { request } from "../api.js";

export interface Settings {
  mapping: (string | null)[] | null;
  order: "ymd" | "dmy" | "mdy";
  decimal: "." | ",";
  treated: boolean;
}

export interface TableFile {
  name: string;
  /** In base64. */
  data: string;
}

/** `errors`: column and sentence. `differs`: field, what is here, what the file says; the record stays. */
export interface PreviewRow {
  line: number;
  name: string;
  on: string;
  patient: "" | "new" | "known";
  visit: "" | "new" | "known";
  errors: [string, string][];
  differs: [string, string, string][];
}

export interface Preview {
  columns: { name: string; sample: string; target: string | null }[];
  targets: { name: string; section: string; label: string }[];
  problem: string | null;
  rows: PreviewRow[];
  seen: string | null;
}

export interface DoneImport {
  id: string;
  name: string;
  at: string;
  file: string;
  patients: number;
  visits: number;
  left_out: number;
  undone_at: string | null;
  kept: number | null;
  kept_records: { type: "patient" | "note"; id: string }[];
}

export const listImports = async (): Promise<DoneImport[]> => (await request("/imports")).items;

export const previewImport = (file: TableFile, settings: Settings): Promise<Preview> =>
  request("/imports/preview", { method: "POST", body: { ...file, ...settings } });

/** `seen`: of the preview that was looked at. */
export const writeImport = (file: TableFile, settings: Settings, seen: string): Promise<DoneImport> =>
  request("/imports", { method: "POST", body: { ...file, ...settings, seen } });

export const undoImport = (id: string): Promise<DoneImport> =>
  request(`/imports/${id}`, { method: "DELETE", body: {} });
