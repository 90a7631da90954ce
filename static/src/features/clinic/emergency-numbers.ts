// The emergency numbers that are offered for a country; nothing is entered before it is tapped.

const EMERGENCY: Record<string, string[] | undefined> = {
  GB: ["999", "112"],
  IE: ["112", "999"],
  US: ["911"],
  CA: ["911"],
  MX: ["911"],
  AR: ["911"],
  CO: ["123"],
  CL: ["131"],
  AU: ["000", "112"],
  NZ: ["111"],
  CH: ["144", "112"],
  JP: ["119"],
};
const EUROPEAN_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IT LT LU LV MT NL PL PT RO SE SI SK".split(" ");

export const emergencyNumbers = (country: string): string[] =>
  EMERGENCY[country] ?? (EUROPEAN_UNION.includes(country) ? ["112"] : []);
