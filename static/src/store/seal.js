// Every payload passes here on its way to and from IndexedDB. `context` (store and id) is bound to the bytes, so that a
// payload read under another name is refused; it is what an authenticated cipher will take as its associated data.

import { cleanText } from "../lib/text.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** @param {unknown} value plain JSON @param {string} context @returns {Promise<Uint8Array>} */
export const seal = async (value, context) => bytes(JSON.stringify([context, value], refuseBinary));

/** For what was just parsed from an answer and cannot be anything but JSON: the same bytes in a fraction of the time.
 * @param {unknown} value @param {string} context @returns {Promise<Uint8Array>} */
export const sealParsed = async (value, context) => bytes(JSON.stringify([context, value]));

const bytes = (/** @type {string} */ text) => encoder.encode(text);

/** @param {Uint8Array} sealed @param {string} context @returns {Promise<any>} */
export async function open(sealed, context) {
  const [bound, value] = JSON.parse(decoder.decode(sealed));
  if (bound !== context) throw new TypeError(`Payload of ${bound} read as ${context}`);
  return value;
}

/** A copy that is sure to be JSON with clean texts, taken before anything else can change it. @template T @param {T} value @returns {T} */
export const plain = (value) =>
  JSON.parse(
    JSON.stringify(value, (key, each) => (typeof each === "string" ? cleanText(each) : refuseBinary(key, each))),
  );

/** A Blob or a File would become {} without a word, and WebKit loses them in IndexedDB; bytes have their own store. */
function refuseBinary(/** @type {string} */ key, /** @type {unknown} */ value) {
  const binary = value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value);
  if (binary || typeof value === "function" || (typeof value === "number" && !Number.isFinite(value)))
    throw new TypeError(`Not plain JSON: ${key}`);
  return value;
}
