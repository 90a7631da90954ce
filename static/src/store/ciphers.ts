// The ciphers of keys, all from WebCrypto (those of payloads: seal.ts). server/services/keys decrypts what is sealed here
// and checks signatures.

import { sha256Of } from "../lib/hash.js";

export type Bytes = Uint8Array<ArrayBuffer>;

export const IV = 12;
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const AGREEMENT = { name: "ECDH", namedCurve: "P-256" };
const INFO = "needlepoint seal 1 ";
const PAYLOADS = "needlepoint payloads 1";

export const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

export const encoded = (text: string): Bytes => new TextEncoder().encode(text);

/** Base64url without padding, as keys travel. */
export function toText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export const toBytes = (text: string): Bytes =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

function joined(...parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Derives a key from a secret: PBKDF2-HMAC-SHA-256 (RFC 8018), slow on purpose. */
export async function keyFromSecret(secret: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const { subtle } = crypto;
  const given = await subtle.importKey("raw", encoded(secret.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return subtle.deriveKey(how, given, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export const dataKeyFrom = (raw: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

/** What payloads are encrypted with: not the data key itself, which another cipher uses. */
export async function payloadKeyFrom(raw: Bytes): Promise<Bytes> {
  const { subtle } = crypto;
  const given = await subtle.importKey("raw", raw, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: encoded(PAYLOADS) };
  return new Uint8Array(await subtle.deriveBits(how, given, 256));
}

/** AES-256-GCM with a fresh IV, which precedes the ciphertext; only the same `context` decrypts it. */
export async function encrypt(key: CryptoKey, plain: Bytes, context: string): Promise<Bytes> {
  const iv = random(IV);
  const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encoded(context) }, key, plain);
  return joined(iv, new Uint8Array(closed));
}

/** Reverses `encrypt`. Throws OperationError for another key, another context, or damaged bytes. */
export async function decrypt(key: CryptoKey, sealed: Bytes, context: string): Promise<Bytes> {
  const how = { name: "AES-GCM", iv: sealed.subarray(0, IV), additionalData: encoded(context) };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, sealed.subarray(IV)));
}

/** Encrypts for whoever has the private key of `point`: the clinic's server. */
export async function sealTo(point: Bytes, purpose: string, plain: Bytes): Promise<Bytes> {
  const { subtle } = crypto;
  const own = await subtle.generateKey(AGREEMENT, false, ["deriveBits"]);
  const theirs = await subtle.importKey("raw", point, AGREEMENT, false, []);
  const [ephemeral, shared] = await Promise.all([
    subtle.exportKey("raw", own.publicKey),
    subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256),
  ]);
  const first = new Uint8Array(ephemeral);
  const how = { name: "HKDF", hash: "SHA-256", salt: joined(first, point), info: encoded(INFO + purpose) };
  const agreed = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const key = await subtle.deriveKey(how, agreed, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  return joined(first, await encrypt(key, plain, purpose));
}

export interface SigningPair {
  /** PKCS 8. */
  secret: Bytes;
  /** The raw point. */
  point: Bytes;
}

export async function newSigningPair(): Promise<SigningPair> {
  const { subtle } = crypto;
  const { privateKey, publicKey } = await subtle.generateKey(CURVE, true, ["sign"]);
  const [secret, point] = await Promise.all([
    subtle.exportKey("pkcs8", privateKey),
    subtle.exportKey("raw", publicKey),
  ]);
  return { secret: new Uint8Array(secret), point: new Uint8Array(point) };
}

export const signerFrom = (secret: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey("pkcs8", secret, CURVE, false, ["sign"]);

/** ECDSA with SHA-256: r and s, 32 bytes each. */
export async function signed(signer: CryptoKey, text: string): Promise<string> {
  const value = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, signer, encoded(text));
  return toText(new Uint8Array(value));
}

/** The name of a public key. */
export const idOf = async (point: Bytes): Promise<string> => (await sha256Of(point)).slice(0, 32);
