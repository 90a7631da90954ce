// Makes keys: at a person's first sign-in on a tablet, for a forgotten secret, and where the server does not know one.

import { ApiError, request } from "../api.js";
import { t } from "../lib/i18n.js";
import {
  type Bytes,
  dataKeyFrom,
  encrypt,
  idOf,
  keyFromSecret,
  newSigningPair,
  random,
  sealTo,
  toBytes,
  toText,
} from "./ciphers.js";
import { StorageError } from "./db.js";
import { device, deviceDb } from "./device.js";
import { holdsSealed } from "./local.js";
import { type KeysRow, keysOpenFor, type Owner, readRow, use, useSigner, writeRow } from "./keys.js";

/** Rounds of PBKDF2 for new keys (OWASP 2023 for HMAC-SHA-256). */
const ROUNDS = 600_000;
const SALT = 16;
const DATA_KEY = 32;

/**
 * The first keys of a person here. The server has the public key and a copy before they are used.
 * Where the browser lost the keys and kept what they close, they are the data key of before.
 */
export async function makeKeys(owner: Owner, secret: string) {
  const isKept = owner.clinic?.recovery && (await holdsSealed(owner.key));
  const raw = isKept ? await keptByClinic(owner).catch(orNone) : null;
  await keep(owner, secret, raw ?? random(DATA_KEY));
}

/** For whoever forgot the secret and has just signed in with the password: the same data key under a new secret. */
export const recoverKeys = async (owner: Owner, secret: string) => keep(owner, secret, await keptByClinic(owner));

/** What the answer to the last sign-in said, and to whom. In memory alone: the cookie stays in a locked browser. */
let signedIn = { key: "", proof: "" };
export const noteProof = (key: string, proof: string) => {
  signedIn = { key, proof };
};
const proofOf = ({ key }: Owner) => (signedIn.key === key ? signedIn.proof : undefined);

const keptByClinic = async (owner: Owner) =>
  toBytes((await request("/me/keys/recover", { method: "POST", body: { proof: proofOf(owner) } })).data_key);

function orNone(error: unknown): null {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
}

async function keep(owner: Owner, secret: string, raw: Bytes) {
  const salt = random(SALT);
  const [wrapper, data, pair] = await Promise.all([
    keyFromSecret(secret, salt, ROUNDS),
    dataKeyFrom(raw),
    newSigningPair(),
  ]);
  const row: KeysRow = {
    key: owner.key,
    salt,
    rounds: ROUNDS,
    data: await encrypt(wrapper, raw, `data-key:${owner.key}`),
    signing: await encrypt(data, pair.secret, `signing:${owner.key}`),
    id: await idOf(pair.point),
    wrong: 0,
    wrongAt: 0,
  };
  const copy = await copyFor(owner, raw);
  if (!copy)
    throw new StorageError(
      t("The server can keep no copy of your key now, and without one your work could be lost. Tell whoever runs it."),
    );
  await register(owner, toText(pair.point), copy);
  await writeRow({ ...row, moved: (await readRow(owner.key))?.moved });
  await use(row, raw);
}

/** Gives the server another copy of the data key, sealed to the clinic's present key. */
export async function copyAgain(owner: Owner, raw: Bytes) {
  const copy = await copyFor(owner, raw);
  if (copy) await register(owner, undefined, copy);
}

/** The sealed data key for the server, which returns it to this person alone; undefined where the clinic has no key. */
async function copyFor({ userId, clinic }: Owner, raw: Bytes) {
  if (!clinic?.clinic) return undefined;
  return toText(await sealTo(toBytes(clinic.clinic), `data-key:${userId}:${device().id}`, raw));
}

const register = (owner: Owner, signing: string | undefined, recovery: string | undefined) =>
  request("/me/keys", { method: "POST", body: { signing, recovery, proof: proofOf(owner) } });

/** Another key is taken right after a sign-in alone: so that is what is asked for. */
function notRecent(error: unknown): never {
  throw error instanceof ApiError && error.code === "not_recent" ? new ApiError(401, error.problem, null) : error;
}

/** Makes and registers another signing key where the server does not know this one. `owner` as the server last answered. */
export async function renewKeys(owner: Owner) {
  const held = keysOpenFor(owner.key);
  const row = held && (await readRow(owner.key));
  if (!held || !row || !owner.clinic || owner.clinic.signing.includes(held.id)) return;
  const pair = await newSigningPair();
  const id = await idOf(pair.point);
  await register(owner, toText(pair.point), undefined).catch(notRecent);
  const next = { ...row, id, signing: await encrypt(held.data, pair.secret, `signing:${owner.key}`) };
  await deviceDb.write(["keys"], async ({ keys }) => {
    const now: KeysRow | undefined = await keys.get(owner.key);
    await keys.put({ ...next, wrong: now?.wrong ?? 0, wrongAt: now?.wrongAt ?? 0 });
  });
  await useSigner(next, held.data);
}
