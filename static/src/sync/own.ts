// One's own account exists on the server only: these requests fail offline.

import { request } from "../api.js";
import type { AskedPasskey, MadePasskey, NewPasskey, OwnPasskeys, PasskeyAnswer } from "../types.js";

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

/** The password, a one-time code or a passkey again: for five minutes what needs a fresh sign-in is possible. */
export const proveMyself = (proof: { password?: string; code?: string; passkey?: PasskeyAnswer }): Promise<unknown> =>
  request("/me/proof", { method: "POST", body: proof });

/** A new secret for an app that makes one-time codes; `picture` is its QR code as an SVG data URI. */
export interface NewSecret {
  secret: string;
  uri: string;
  picture: string;
}

export const beginCodes = (): Promise<NewSecret> => request("/me/second-factor", { method: "POST", body: {} });

/** Gives the first code of the new secret; settles with the recovery codes, which are shown only now. */
export const confirmCodes = async (code: string): Promise<string[]> =>
  (await request("/me/second-factor/confirm", { method: "POST", body: { code } })).codes;

export const renewRecoveryCodes = async (): Promise<string[]> =>
  (await request("/me/second-factor/codes", { method: "POST", body: {} })).codes;

export const endCodes = (current: string): Promise<unknown> =>
  request("/me/second-factor", { method: "DELETE", body: { current } });

export const listPasskeys = (): Promise<OwnPasskeys> => request("/me/passkeys");

export const beginPasskey = (): Promise<NewPasskey> => request("/me/passkeys/new", { method: "POST", body: {} });

/** Settles with the recovery codes where it is the first second step; they are shown only now. */
export const addPasskey = async (name: string, made: MadePasskey): Promise<string[]> =>
  (await request("/me/passkeys", { method: "POST", body: { name, made } })).codes;

export const removePasskey = (id: string, current: string): Promise<unknown> =>
  request(`/me/passkeys/${id}`, { method: "DELETE", body: { current } });

/** What a passkey is to sign for `proveMyself`. */
export const askPasskey = (): Promise<AskedPasskey> => request("/me/passkeys/challenge", { method: "POST", body: {} });
