// One's own account exists on the server only: these requests fail offline.

import { request } from "../api.js";

/** Where a person is signed in. */
export interface OwnLogin {
  id: string;
  device: string;
  created_at: string;
  /** When the person last did something there. */
  last_seen_at: string;
  expires_at: string;
  current: boolean;
}

export const changePassword = (current: string, password: string): Promise<unknown> =>
  request("/me/password", { method: "POST", body: { current, password } });

export const listLogins = async (): Promise<OwnLogin[]> => (await request("/me/sessions")).items;

export const endLogin = (id: string): Promise<unknown> => request(`/me/sessions/${id}`, { method: "DELETE" });

export const endOtherLogins = (): Promise<unknown> => request("/me/sessions", { method: "DELETE" });
