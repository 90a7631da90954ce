// The clinic's limits and its recalls exist on the server only: these requests fail offline.

import { request } from "../api.js";
import type { Unit } from "../types.js";

export const readLimits = () => request("/limits");

export const limitsHistory = (cursor: string | null) => request("/limits/history", { query: { cursor, limit: 20 } });

/** `base`: the version shown; `changes`: new values by path. */
export const saveLimits = (base: number, changes: Unit, reason: string) =>
  request("/limits", { method: "POST", body: { base, changes, reason } });

/** `base`: the version shown. */
export const approveLimits = (base: number) => request("/limits/approve", { method: "POST", body: { base } });

/** The text of the patient's page in every language, who approved it, and whom patients call. */
export const readPage = () => request("/patient-page");

/** `version`: the one shown. */
export const approvePage = (language: string, version: string) =>
  request("/patient-page/approve", { method: "POST", body: { language, version } });

/** Every version of the consent texts by language, who wrote and approved it, and which is signed. */
export const readTexts = () => request("/consent-texts");

/** `base`: the version of this language that was shown. */
export const saveText = (language: string, base: number, text: Record<string, string>, reason: string) =>
  request("/consent-texts", { method: "POST", body: { language, base, text, reason } });

export const approveText = (language: string, base: number) =>
  request("/consent-texts/approve", { method: "POST", body: { language, base } });

export const findLot = (lot: string, cursor: string | null) =>
  request("/recall", { query: { lot, cursor, limit: 200 } });
