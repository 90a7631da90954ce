// The clinic's limits and its recalls live on the server: these ask it directly and fail without it.

import { request } from "../api.js";

export const readLimits = () => request("/limits");

/** @param {string | null} [cursor] */
export const limitsHistory = (cursor) => request("/limits/history", { query: { cursor, limit: 20 } });

/** @param {number} base the version seen @param {Record<string, any>} changes new values by path @param {string} reason */
export const saveLimits = (base, changes, reason) =>
  request("/limits", { method: "POST", body: { base, changes, reason } });

/** @param {number} base the version seen */
export const approveLimits = (base) => request("/limits/approve", { method: "POST", body: { base } });

/** @param {string} lot @param {string | null} [cursor] */
export const findLot = (lot, cursor) => request("/recall", { query: { lot, cursor, limit: 200 } });
