// @ts-nocheck
// Accounts and devices live on the server alone: these ask it directly and fail without it.

import { request } from "../api.js";

export const listUsers = async () => (await request("/users")).items;

export const addUser = (user: { name: string; email: string; role: string; treats: boolean }) =>
  request("/users", { method: "POST", body: user });

export const changeUser = (id: string, news: { name?: string; role?: string; treats?: boolean; active?: boolean }) =>
  request(`/users/${id}`, { method: "PATCH", body: news });

/** A link to choose a password with: {token, expires_at}, shown once. */
export const inviteUser = (id: string) => request(`/users/${id}/invite`, { method: "POST", body: {} });

export const listDevices = async () => (await request("/devices")).items;

export const changeDevice = (id: string, status: "active" | "revoked") =>
  request(`/devices/${id}`, { method: "PATCH", body: { status } });
