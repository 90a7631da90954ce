// The photos that a note names. Mirrors server/domain/pictures.py.

import type { Content, Unit } from "../types.js";
import { unitsOf } from "./units.js";

export const PICTURE = "picture";

const SHA256 = /^[0-9a-f]{64}$/;

/** The keys of the units, unit by unit; one whose file was taken away again, or whose name is none, is none. */
export const picturesOf = (content: Content): string[] =>
  unitsOf(content, PICTURE).filter((key) => SHA256.test(content[key].sha256 ?? ""));

export const hashesIn = (content: Content): string[] => picturesOf(content).map((key) => content[key].sha256);

/** Photos are looked at one by one: that their line stood on a screen says nothing of them. */
export const hasPictures = (content: Content): boolean => picturesOf(content).length > 0;

/** Somebody says that photos were taken, or attached one. */
export const hasPhotos = (content: Content): boolean => content.photo?.taken === "yes" || hasPictures(content);

export const photoFacts = (content: Content): Unit => ({
  attached: hasPictures(content),
  any: hasPhotos(content),
});
