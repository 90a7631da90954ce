// The keys of the people of this tablet: each has a data key and a signing key, stored encrypted. The device secret
// decrypts the data key, the data key the signing key; unencrypted, both exist only in memory while their person has the
// tablet.

import { ApiError } from "../api.js";
import { t } from "../lib/i18n.js";
import type { ClinicKeys } from "../types.js";
import { type Bytes, dataKeyFrom, decrypt, keyFromSecret, payloadKeyFrom, signed, signerFrom } from "./ciphers.js";
import { deviceDb } from "./device.js";
import { useKey } from "./seal.js";

export const SECRET_MIN = 10;
/** So many digits are enough on a tablet that the clinic manages. */
export const DIGITS_MIN = 6;

/** So many wrong tries, as by mistyping, cost no wait. */
const FREE = 2;
/** In seconds: the wait after the next wrong try; it doubles with each further one. */
const WAIT = 30;
const LONGEST = 900;

export interface KeysRow {
  /** The name of the person's database. */
  key: string;
  salt: Bytes;
  rounds: number;
  /** The data key, encrypted with the secret. */
  data: Bytes;
  /** The signing key, encrypted with the data key. */
  signing: Bytes;
  /** By which the server knows the public key. */
  id: string;
  /** Tries since the last right one. A try counts before it is checked. */
  wrong: number;
  /** When the last of them was, in milliseconds. */
  wrongAt: number;
  /** Their work is in the encrypted database; absent of before. */
  moved?: true;
}

/** Whose keys they are. */
export interface Owner {
  key: string;
  userId: string;
  clinic: ClinicKeys | undefined;
}

export interface OpenKeys {
  key: string;
  data: CryptoKey;
  signer: CryptoKey;
  /** By which the server knows the public key. */
  id: string;
  /** What was said of the login with this id (see `saysOpen`). */
  said?: { login: string; value: Promise<string> };
}

let open: OpenKeys | null = null;

/** The secret does not fit, or the next try comes too early. */
export class WrongSecret extends Error {
  name = "WrongSecret";
  /** Seconds until the next try. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super(retryAfter ? t("Too many wrong attempts.") : t("This is not your device secret."));
    this.retryAfter = retryAfter;
  }
}

/** The keys of the person with this database, while they have the tablet. */
export const keysOpenFor = (key: string): OpenKeys | null => (open?.key === key ? open : null);

/** Says to the server that this person has opened their keys, by a signature over their login; null while they have not. */
export async function saysOpen(key: string, login: string): Promise<string | null> {
  const keys = keysOpenFor(key);
  if (!keys) return null;
  if (keys.said?.login !== login) keys.said = { login, value: signed(keys.signer, `needlepoint open 1\n${login}`) };
  return keys.said.value;
}

/** That of payloads goes with the database (`closeLocal`). */
export function forgetKeys() {
  open = null;
}

export const readRow = (key: string): Promise<KeysRow | undefined> =>
  deviceDb.read(["keys"], ({ keys }) => keys.get(key));
export const writeRow = (row: KeysRow) => deviceDb.write(["keys"], ({ keys }) => keys.put(row));

/** Whether the person's work is in the encrypted database. */
export const hasMoved = async (key: string): Promise<boolean> => (await readRow(key))?.moved === true;

export const noteMoved = (key: string) =>
  deviceDb.write(["keys"], async ({ keys }) => {
    const row: KeysRow | undefined = await keys.get(key);
    if (row) await keys.put({ ...row, moved: true });
  });

export const hasKeys = async (key: string): Promise<boolean> => (await readRow(key)) !== undefined;

/** Whether this may be a device secret. */
export const secretHolds = (secret: string, isManaged: boolean): boolean =>
  [...secret.normalize("NFKC")].length >= SECRET_MIN || (isManaged && new RegExp(`^\\d{${DIGITS_MIN},}$`).test(secret));

/** `raw` is the data key. */
export async function use(row: KeysRow, raw: Bytes) {
  const [data, payloads] = await Promise.all([dataKeyFrom(raw), payloadKeyFrom(raw)]);
  await useSigner(row, data);
  useKey(row.key, payloads);
}

export async function useSigner(row: KeysRow, data: CryptoKey) {
  const signer = await signerFrom(await decrypt(data, row.signing, `signing:${row.key}`));
  open = { key: row.key, data, signer, id: row.id };
}

/** Opens a person's keys, offline too; returns the data key. Throws WrongSecret. */
export async function openKeys(owner: Owner, secret: string) {
  const row = await countTry(owner.key);
  const wrapper = await keyFromSecret(secret, row.salt, row.rounds);
  const raw = await decrypt(wrapper, row.data, `data-key:${owner.key}`).catch(() => null);
  if (!raw) throw new WrongSecret(waitAfter(row.wrong));
  await writeRow({ ...row, wrong: 0, wrongAt: 0 });
  await use(row, raw);
  return raw;
}

/** A try counts as wrong from its beginning, so that closing the page before the answer gains nothing. */
const countTry = (key: string): Promise<KeysRow> =>
  deviceDb.write(["keys"], async ({ keys }) => {
    const row: KeysRow | undefined = await keys.get(key);
    if (!row) throw new ApiError(404, { code: "no_keys" }, null);
    const left = leftOf(row);
    if (left) throw new WrongSecret(left);
    const tried = { ...row, wrong: row.wrong + 1, wrongAt: Date.now() };
    await keys.put(tried);
    return tried;
  });

const waitAfter = (wrong: number) => (wrong <= FREE ? 0 : Math.min(LONGEST, WAIT * 2 ** (wrong - FREE - 1)));

/** Seconds until the next try. Setting the clock back does not make the wait longer. */
function leftOf({ wrong, wrongAt }: KeysRow) {
  const wait = waitAfter(wrong);
  return Math.max(0, Math.min(wait, Math.ceil((wrongAt - Date.now()) / 1000) + wait));
}

/** How long this person has to wait for the next try, in seconds. */
export async function waitFor(key: string): Promise<number> {
  const row = await readRow(key);
  return row ? leftOf(row) : 0;
}
