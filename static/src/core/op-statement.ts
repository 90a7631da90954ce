// What the signature of an op is over; the same text as server/services/keys/signatures.py.

import type { Unit } from "../types.js";
import { canonicalJson } from "./canonical.js";
import { sha256 } from "./sha256.js";

const TITLE = "needlepoint op 1";
const NAMED = ["op_id", "kind", "type", "id", "client_time"];

/** `op` is as it is sent, with or without its signature. */
export function statementOf({ signature: _signature, ...op }: Unit): string {
  return [TITLE, ...NAMED.map((name) => op[name]), sha256(canonicalJson(op))].join("\n");
}
