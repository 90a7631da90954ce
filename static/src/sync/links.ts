// Links with which patients open their page; only the server makes them: these requests fail offline.

import { request } from "../api.js";

/** `gone`: there is no page about that visit now. `opened` counts right birth dates, `failures` wrong ones. */
export interface PatientLink {
  id: string;
  state: "open" | "ended" | "locked" | "expired" | "gone";
  /** Who made it. */
  name: string;
  agreed_at: string;
  expires_at: string;
  ended_at: string | null;
  opened: number;
  opened_at: string | null;
  failures: number;
}

/** `url` and `picture`, its QR code as an SVG data URI, are told once; `words` are for the slip, in their `language`. */
export interface NewPatientLink extends PatientLink {
  url: string;
  picture: string;
  /** Of the page. */
  language: string;
  words: Record<"language" | "dir" | "title" | "scan" | "ask" | "until" | "call", string>;
}

export const listLinks = async (patientId: string): Promise<PatientLink[]> =>
  (await request(`/patients/${patientId}/links`)).items;

/** `agreed`: the patient wants the page by link. */
export const addLink = (patientId: string, days: number, agreed: boolean): Promise<NewPatientLink> =>
  request(`/patients/${patientId}/links`, { method: "POST", body: { days, agreed } });

export const endLink = (id: string): Promise<PatientLink> => request(`/links/${id}`, { method: "DELETE", body: {} });
