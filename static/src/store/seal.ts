// Every payload is encrypted and decrypted here on its way to and from IndexedDB, with a key of the person whose
// database it is. ChaCha20-Poly1305 (RFC 8439) and not a cipher of WebCrypto: payloads are opened inside transactions,
// which end when anything but the database is awaited. `context` (store and id) is the associated data, so that a payload
// read under another name is refused. A payload is its version, the IV and what the cipher made.

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { t } from "../lib/i18n.js";
import { cleanText } from "../lib/text.js";
import type { Value } from "../types.js";
import { encoded, IV, random, toText } from "./ciphers.js";
import { StorageError } from "./db.js";

/** The first byte. A payload of before encryption is JSON: the context and the value in a list. */
const SEALED = 1;
const PLAIN = "[".charCodeAt(0);

const decoder = new TextDecoder("utf-8", { fatal: true });

/** By the name of the database; one is here while its person has the tablet. */
const keys: Map<string, Uint8Array> = new Map();

export const useKey = (owner: string, key: Uint8Array) => keys.set(owner, key);

export const canOpen = (owner: string): boolean => keys.has(owner);

/** What is being written is written with the key; the key is gone when `written` is. */
export async function forgetKey(owner: string, written: Promise<unknown>) {
  const key = keys.get(owner);
  await written;
  if (key && keys.get(owner) === key) keys.delete(owner);
  key?.fill(0);
}

function keyOf(owner: string): Uint8Array {
  const key = keys.get(owner);
  if (!key) throw new StorageError(t("This tablet has changed to another person. Nothing was saved here."));
  return key;
}

/** `value` is plain JSON; `owner` is the name of the database it is kept in. */
export const seal = async (value: unknown, context: string, owner: string): Promise<Uint8Array> =>
  close(JSON.stringify(value, refuseBinary), context, owner);

/** For a value that was just parsed from an answer and can only be JSON: the same bytes in a fraction of the time. */
export const sealParsed = async (value: unknown, context: string, owner: string): Promise<Uint8Array> =>
  close(JSON.stringify(value), context, owner);

const close = (text: string | undefined, context: string, owner: string) =>
  sealBytes(encoded(text ?? "null"), context, owner);

/** Bytes as they are, such as the file of a photo. */
export function sealBytes(bytes: Uint8Array, context: string, owner: string): Uint8Array {
  const iv = random(IV);
  const closed = chacha20poly1305(keyOf(owner), iv, encoded(context)).encrypt(bytes);
  const all = new Uint8Array(1 + IV + closed.length);
  all[0] = SEALED;
  all.set(iv, 1);
  all.set(closed, 1 + IV);
  return all;
}

/** Throws for another key, another context and damaged bytes. */
export async function open(sealed: Uint8Array, context: string, owner: string): Promise<Value> {
  if (isPlain(sealed)) return openPlain(sealed, context);
  return JSON.parse(decoder.decode(openBytes(sealed, context, owner)));
}

/** As `open`, of what `sealBytes` made. */
export function openBytes(sealed: Uint8Array, context: string, owner: string): Uint8Array {
  if (sealed[0] !== SEALED) throw new TypeError(`Payload of an unknown kind read as ${context}`);
  const cipher = chacha20poly1305(keyOf(owner), sealed.subarray(1, 1 + IV), encoded(context));
  return cipher.decrypt(sealed.subarray(1 + IV));
}

export const isPlain = (payload: Uint8Array): boolean => payload[0] === PLAIN;

function openPlain(bytes: Uint8Array, context: string): Value {
  const [bound, value] = JSON.parse(decoder.decode(bytes));
  if (bound !== context) throw new TypeError(`Payload of ${bound} read as ${context}`);
  return value;
}

/** For a file, where a payload cannot be opened: it may be once its key is found. */
export const asText = (payload: Uint8Array): string =>
  isPlain(payload) ? new TextDecoder().decode(payload) : toText(payload);

/** A copy that is certain to be JSON with clean texts, taken before anything else can change it. */
export const plain = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (key, each) => (typeof each === "string" ? cleanText(each) : refuseBinary(key, each))),
  );

/** A Blob or a File would silently become {}, and WebKit loses them in IndexedDB; bytes have their own store. */
function refuseBinary(key: string, value: unknown) {
  const binary = value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value);
  if (binary || typeof value === "function" || (typeof value === "number" && !Number.isFinite(value)))
    throw new TypeError(`Not plain JSON: ${key}`);
  return value;
}
