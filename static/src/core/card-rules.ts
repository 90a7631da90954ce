// Which rules concern one cause (domain-2.md 12, F1). Mirrors server/domain/card_rules.py.

export const CARDS: Record<string, string[]> = {
  depth: ["N01", "N02", "N03", "N15", "P13"],
  interval: ["N07", "N18", "V04", "P13"],
  dose: ["A01", "A02", "A03", "A12", "A13", "A17", "A23", "A28", "A29"],
  eczema: ["P22", "A05"],
  thinner: ["P08", "R10"],
  weight: ["A19", "A30", "X06"],
  label: ["L01", "L03", "P12"],
  serum: ["S01", "S02", "S05", "S07"],
  allergy: ["G01", "G02"],
  unchecked: ["P18", "X03"],
  rf: ["N10", "N16"],
  pregnancy: ["P01", "P02", "A20"],
  toxicity: ["A18", "O05"],
};

/** Cues before an act (F4): as information they are shown beside their field, and not again at the signature. */
const CUES = ["A24", "C07", "R09", "R11", "R12", "R14", "T16"];

/** Facts of a device or product that nobody has entered (F3): a supervisor sees them in one list, across all notes. */
export const ON_FILE = ["V02", "N13", "X03", "X05", "X09"];

export const isBesideField = (rule: string) => CUES.includes(rule) || ON_FILE.includes(rule);

/** The rules whose answers may be for this one as well, itself first. */
export const mates = (rule: string): string[] => [
  ...new Set([rule, ...Object.values(CARDS).flatMap((rules) => (rules.includes(rule) ? rules : []))]),
];
