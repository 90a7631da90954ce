// Synchronous SHA-256 (FIPS 180-4): crypto.subtle is asynchronous, and rules are evaluated at every keystroke.

const WORD = 2 ** 32;
const ROUNDS = 64;
const BLOCK = 64;

/** The first 32 bits of the fractional part. */
const fraction = (value: number) => ((value % 1) * WORD) | 0;

const PRIMES = [...Array(312).keys()].filter((n) => n > 1 && !dividedBelow(n));
const START = PRIMES.slice(0, 8).map((prime) => fraction(prime ** (1 / 2)));
const K = PRIMES.slice(0, ROUNDS).map((prime) => fraction(prime ** (1 / 3)));

function dividedBelow(n: number) {
  for (let by = 2; by * by <= n; by++) if (n % by === 0) return true;
  return false;
}

const turned = (word: number, by: number) => (word >>> by) | (word << (32 - by));

/** Returns hex. */
export function sha256(text: string): string {
  const view = padded(new TextEncoder().encode(text));
  const state = [...START];
  for (let at = 0; at < view.byteLength; at += BLOCK) mixed(state, view, at);
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function padded(bytes: Uint8Array) {
  const length = Math.ceil((bytes.length + 9) / BLOCK) * BLOCK;
  const all = new Uint8Array(length);
  all.set(bytes);
  all[bytes.length] = 0x80;
  const view = new DataView(all.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / (WORD / 8)));
  view.setUint32(length - 4, bytes.length << 3);
  return view;
}

function mixed(state: number[], view: DataView, at: number) {
  const words = scheduled(view, at);
  let [a, b, c, d, e, f, g, h] = state;
  for (let n = 0; n < ROUNDS; n++) {
    const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[n] + words[n];
    const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
  }
  for (const [n, word] of [a, b, c, d, e, f, g, h].entries()) state[n] = (state[n] + word) | 0;
}

function scheduled(view: DataView, at: number) {
  const words = Array.from({ length: 16 }, (_, n) => view.getInt32(at + n * 4));
  for (let n = 16; n < ROUNDS; n++) {
    const [early, late] = [words[n - 15], words[n - 2]];
    const one = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const two = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words.push((words[n - 16] + one + words[n - 7] + two) | 0);
  }
  return words;
}
