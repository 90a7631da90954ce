// A photo as it may be kept: drawn anew at a moderate size, as a JPEG without anything beside the picture. What a camera
// writes beside it (where it was taken, by which device, a preview) ends here; server/domain/jpeg.py looks again.

import { sha256Of } from "./hash.js";

export type Bytes = Uint8Array<ArrayBuffer>;

export interface Photo {
  full: Bytes;
  thumb: Bytes;
  width: number;
  height: number;
  /** SHA-256 of `full`, as hex. */
  sha256: string;
}

/** The file is no picture that this browser can read, or came out empty. */
export class NoPhoto extends Error {
  name = "NoPhoto";
}

export const LONGEST = 2048;
const THUMB = 320;
const MOST_BYTES = 2 * 1024 * 1024;
const QUALITIES = [0.85, 0.7, 0.5];

const [SOI, EOI, SOS, APP0, ADOBE, COM] = [0xd8, 0xd9, 0xda, 0xe0, 0xee, 0xfe];
const FRAMES = [0xc0, 0xc1, 0xc2];
const TABLES = [0xc4, 0xdb, 0xdd];
/** How they begin, and the only length without a preview. */
const PLAIN: Record<number, [string, number]> = { [APP0]: ["JFIF\0", 14], [ADOBE]: ["Adobe", 12] };

const isOfApp = (marker: number) => marker >= APP0 && marker <= 0xef;
const isBeside = (marker: number, body: Uint8Array) =>
  marker === COM || (isOfApp(marker) && !isPlainSegment(marker, body));

function isPlainSegment(marker: number, body: Uint8Array): boolean {
  const [start, length] = PLAIN[marker] ?? [];
  return body.length === length && String.fromCharCode(...body.subarray(0, start.length)) === start;
}

/** The JPEG without the segments that hold more than the picture; null when it is none. */
export function plainJpeg(bytes: Uint8Array): Bytes | null {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return null;
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1];
    const end = at + 2 + bytes[at + 2] * 256 + bytes[at + 3];
    if (end > bytes.length) return null;
    if (marker === SOS) return joined([...parts, bytes.subarray(at)]);
    if (!isBeside(marker, bytes.subarray(at + 4, end))) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return null;
}

/** Whether the server takes these bytes as they are: read_jpeg in server/domain/jpeg.py, but for the size. */
export function isPlain(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return false;
  let [at, hasFrame, isScanned] = [2, false, false];
  for (;;) {
    if (bytes[at] !== 0xff) return false;
    while (bytes[at] === 0xff) at += 1;
    const marker = bytes[at];
    at += 1;
    if (marker === EOI) return hasFrame && isScanned && at === bytes.length;
    const end = at + bytes[at] * 256 + bytes[at + 1];
    if (!(end >= at + 2 && end <= bytes.length)) return false;
    const body = bytes.subarray(at + 2, end);
    at = end;
    if (FRAMES.includes(marker) && !hasFrame) hasFrame = body.length >= 6;
    else if (marker === SOS && hasFrame) [at, isScanned] = [scanEnd(bytes, at), true];
    else if (!TABLES.includes(marker) && !isPlainSegment(marker, body)) return false;
  }
}

/** The first marker that is no part of the compressed data. */
function scanEnd(bytes: Uint8Array, from: number): number {
  const isPart = (next: number) => next === 0 || (next >= 0xd0 && next <= 0xd7) || next === 0xff;
  let at = from;
  while (at < bytes.length && (bytes[at] !== 0xff || isPart(bytes[at + 1]))) at += 1;
  return at;
}

/** Width and height as the JPEG says; null when it is none. */
export function sizeOf(bytes: Uint8Array): { width: number; height: number } | null {
  for (let at = 2; bytes[at] === 0xff && at + 9 <= bytes.length; at += 2 + bytes[at + 2] * 256 + bytes[at + 3])
    if (FRAMES.includes(bytes[at + 1]))
      return { height: bytes[at + 5] * 256 + bytes[at + 6], width: bytes[at + 7] * 256 + bytes[at + 8] };
  return null;
}

function joined(parts: Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A file that is plain already, such as one that was saved from here, keeps its bytes and so its hash. */
export async function readPhoto(bytes: Bytes, type: string): Promise<Photo> {
  const bitmap = await decoded(bytes, type);
  try {
    const size = scaled(bitmap, LONGEST);
    const isSame = !isLarge(bytes) && size.width === bitmap.width && isPlain(bytes);
    const full = isSame && bytes.length <= MOST_BYTES ? bytes : await encoded(bitmap, LONGEST);
    return { full, thumb: await encoded(bitmap, THUMB), ...size, sha256: await sha256Of(full) };
  } finally {
    bitmap.close();
  }
}

/** A small picture of a file that is plain already. */
export async function thumbOf(bytes: Bytes): Promise<Bytes> {
  const bitmap = await decoded(bytes, "image/jpeg");
  try {
    return await encoded(bitmap, THUMB);
  } finally {
    bitmap.close();
  }
}

function isLarge(bytes: Uint8Array): boolean {
  const size = sizeOf(bytes);
  return size !== null && Math.max(size.width, size.height) > LONGEST;
}

/** A large one at a moderate size at once: 48 million pixels are more memory than a tablet gives to a page. */
const decoded = (bytes: Bytes, type: string) =>
  createImageBitmap(new Blob([bytes], { type }), {
    imageOrientation: "from-image",
    ...(isLarge(bytes) ? { resizeWidth: LONGEST, resizeQuality: "high" as const } : {}),
  }).catch((error) => {
    throw new NoPhoto(String(error));
  });

function scaled({ width, height }: { width: number; height: number }, longest: number) {
  const factor = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}

/** Never larger than the canvas of any tablet, and never larger than the server takes. */
async function encoded(bitmap: ImageBitmap, longest: number): Promise<Bytes> {
  const { width, height } = scaled(bitmap, longest);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d");
  if (!pen) throw new NoPhoto("no canvas");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, width, height);
  if (isBlank(pen, width, height)) throw new NoPhoto("blank");
  for (const quality of QUALITIES) {
    const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
    const plain = made && plainJpeg(new Uint8Array(await made.arrayBuffer()));
    if (plain && plain.length <= MOST_BYTES) return plain;
  }
  throw new NoPhoto("too large");
}

const SAMPLES = 16;

/** A canvas without memory stays white or black and says nothing. */
function isBlank(pen: CanvasRenderingContext2D, width: number, height: number): boolean {
  const seen = new Set<number>();
  for (let n = 0; n < SAMPLES * SAMPLES; n++) {
    const x = Math.floor(((n % SAMPLES) * width) / SAMPLES);
    const y = Math.floor((Math.floor(n / SAMPLES) * height) / SAMPLES);
    const [r, g, b] = pen.getImageData(x, y, 1, 1).data;
    seen.add((r << 16) | (g << 8) | b);
  }
  return seen.size === 1 && (seen.has(0) || seen.has(0xffffff));
}
