// The photos that a note names. Mirrors server/domain/pictures.py.

import type { Content, Unit } from "../types.js";
import { unitsOf } from "./units.js";

export const PICTURE = "picture";

/** The keys of the units, unit by unit; one whose file was taken away again is none. */
export const picturesOf = (content: Content): string[] =>
  unitsOf(content, PICTURE).filter((key) => content[key].sha256);

/** Somebody says that photos were taken, or attached one. */
export const hasPhotos = (content: Content): boolean =>
  content.photo?.taken === "yes" || picturesOf(content).length > 0;

export const photoFacts = (content: Content): Unit => ({
  attached: picturesOf(content).length > 0,
  any: hasPhotos(content),
});
