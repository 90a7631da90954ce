// Accounts and devices exist on the server only: these requests fail offline.

import { request } from "../api.js";
import type { Account, Device, DeviceStatus, Invite, Role, User } from "../types.js";

export const listUsers = async (): Promise<Account[]> => (await request("/users")).items;

export const addUser = (user: Omit<User, "id">): Promise<Account> => request("/users", { method: "POST", body: user });

export const changeUser = (
  id: string,
  news: Partial<Pick<Account, "name" | "role" | "treats" | "active">>,
): Promise<Account> => request(`/users/${id}`, { method: "PATCH", body: news });

/** Stands behind the role as it was shown here. */
export const confirmUser = (id: string, role: Role): Promise<Account> =>
  request(`/users/${id}/confirm`, { method: "POST", body: { role } });

/** A link for another password: it needs the person's own one-time code, or the code of a second person. */
export const resetUser = (id: string): Promise<Invite & { needs: "code" | "second_person" }> =>
  request(`/users/${id}/reset`, { method: "POST", body: {} });

/** The code of the second person, shown once. */
export const confirmReset = async (id: string): Promise<string> =>
  (await request(`/users/${id}/reset/confirm`, { method: "POST", body: {} })).code;

/** A link for choosing a password, shown once. */
export const inviteUser = (id: string): Promise<Invite> => request(`/users/${id}/invite`, { method: "POST", body: {} });

export const listDevices = async (): Promise<Device[]> => (await request("/devices")).items;

export const changeDevice = (id: string, status: DeviceStatus): Promise<Device> =>
  request(`/devices/${id}`, { method: "PATCH", body: { status } });
