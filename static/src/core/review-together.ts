// What must have been shown of a note that is approved together with others. Mirrors server/domain/review_together.py.
import type { Content, Section } from "../types.js";
import { sectionFor } from "./catalogue.js";
import { isEmpty } from "./figures.js";

/** The units that a reviewer reads: those with a value, but for what the app alone uses. */
export const partsOf = (content: Content, sections: Section[]): string[] =>
  Object.entries(content)
    .filter(([unit, values]) => isRead(sectionFor(sections, unit)) && !Object.values(values ?? {}).every(isEmpty))
    .map(([unit]) => unit)
    .sort();

const isRead = (section: Section | undefined) => section !== undefined && section.widget !== "none";
