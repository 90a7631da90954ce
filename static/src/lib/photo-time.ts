// When a photo was taken, as its camera wrote it into the file: EXIF DateTimeOriginal, a local time without an offset.
import { localIso } from "./dates.js";

const [EXIF_IFD, TAKEN, APP1, SOS] = [0x8769, 0x9003, 0xe1, 0xda];
const EXIF = "Exif\0\0";
const WRITTEN = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/;

/** A camera writes its file at the end; what is older was not taken just now, whatever the button said. */
const JUST_NOW_MS = 10 * 60_000;

/**
 * As the camera wrote it into the file. The time of the file is that of the saving: it counts only for a file that the
 * camera has just written.
 */
export function takenAt(bytes: Uint8Array, lastModified: number, isShot: boolean, now = Date.now()): string | null {
  const written = timeTaken(bytes)?.getTime();
  if (written && written <= now) return localIso(new Date(written));
  return isShot && now - lastModified < JUST_NOW_MS ? localIso(new Date(Math.min(lastModified, now))) : null;
}

/** In the local time of this tablet; null when the file does not say. */
export function timeTaken(bytes: Uint8Array): Date | null {
  try {
    const exif = exifOf(bytes);
    const [, ...parts] = (exif && WRITTEN.exec(textAt(exif))) ?? [];
    if (parts.length === 0) return null;
    const [year, month, day, hour, minute, second] = parts.map(Number);
    const date = new Date(year, month - 1, day, hour, minute, second);
    return date.getMonth() === month - 1 && date.getDate() === day ? date : null;
  } catch (error) {
    if (error instanceof RangeError) return null; // it ends before what it names
    throw error;
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const ascii = (view: DataView, at: number, length: number) =>
  String.fromCharCode(...Array.from({ length }, (_, n) => view.getUint8(at + n)));

function exifOf(bytes: Uint8Array): DataView | null {
  const view = viewOf(bytes);
  let at = 2;
  while (view.getUint8(at) === 0xff && view.getUint8(at + 1) !== SOS) {
    const end = at + 2 + view.getUint16(at + 2);
    if (view.getUint8(at + 1) === APP1 && ascii(view, at + 4, EXIF.length) === EXIF)
      return viewOf(bytes.subarray(at + 4 + EXIF.length, end));
    at = end;
  }
  return null;
}

function textAt(exif: DataView): string {
  const isLittle = exif.getUint16(0) === 0x4949;
  const number = (at: number) => exif.getUint32(at, isLittle);
  const entry = (directory: number, tag: number): number | null => {
    const count = exif.getUint16(directory, isLittle);
    for (let n = 0, at = directory + 2; n < count; n++, at += 12)
      if (exif.getUint16(at, isLittle) === tag) return number(at + 8);
    return null;
  };
  const directory = entry(number(4), EXIF_IFD);
  const text = directory === null ? null : entry(directory, TAKEN);
  return text === null ? "" : ascii(exif, text, 19);
}
