// Accounts and devices live on the server alone: these ask it directly and fail without it.

import { request } from "../api.js";

export const listUsers = async () => (await request("/users")).items;

/** @param {{name: string, email: string, role: string, treats: boolean}} user */
export const addUser = (user) => request("/users", { method: "POST", body: user });

/** @param {string} id @param {{name?: string, role?: string, treats?: boolean, active?: boolean}} news */
export const changeUser = (id, news) => request(`/users/${id}`, { method: "PATCH", body: news });

/** A link to choose a password with: {token, expires_at}, shown once. @param {string} id */
export const inviteUser = (id) => request(`/users/${id}/invite`, { method: "POST", body: {} });

export const listDevices = async () => (await request("/devices")).items;

/** @param {string} id @param {"active" | "revoked"} status */
export const changeDevice = (id, status) => request(`/devices/${id}`, { method: "PATCH", body: { status } });
