// The end of a login in the browser's cookie, for a person who signed out here while the server was unreachable.

import { ApiError, request } from "../api.js";
import { deviceDb } from "./device.js";
import { localName } from "./local.js";

const TIMEOUT = 5_000;

/** The pending logout request. */
let ending = Promise.resolve();

/** Nobody signs in before it is done. */
export const loginEnded = () => ending;

export function endLogin(): Promise<void> {
  ending = ending.then(endNow).catch(() => {});
  return ending;
}

async function endNow() {
  const left = await deviceDb.read(["meta"], ({ meta }) => meta.get("signedOut"));
  if (!left) return;
  try {
    const me = await request("/me", { timeout: TIMEOUT });
    if (localName(me) === left.value) await request("/logout", { method: "POST", body: {}, timeout: TIMEOUT });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) return;
  }
  await deviceDb.write(["meta"], ({ meta }) => meta.delete("signedOut"));
}
