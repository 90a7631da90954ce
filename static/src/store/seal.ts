// Every payload is encoded and decoded here on its way to and from IndexedDB. `context` (store and id) is bound to the
// bytes, so that a payload read under another name is refused; an authenticated cipher would take it as its associated
// data.

import { cleanText } from "../lib/text.js";
import type { Value } from "../types.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** `value` is plain JSON. */
export const seal = async (value: unknown, context: string): Promise<Uint8Array> =>
  bytes(JSON.stringify([context, value], refuseBinary));

/** For a value that was just parsed from an answer and can only be JSON: the same bytes in a fraction of the time. */
export const sealParsed = async (value: unknown, context: string): Promise<Uint8Array> =>
  bytes(JSON.stringify([context, value]));

const bytes = (text: string) => encoder.encode(text);

export async function open(sealed: Uint8Array, context: string): Promise<Value> {
  const [bound, value] = JSON.parse(decoder.decode(sealed));
  if (bound !== context) throw new TypeError(`Payload of ${bound} read as ${context}`);
  return value;
}

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
