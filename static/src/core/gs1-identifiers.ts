// The application identifiers of the GS1 General Specifications (release 25): what each one's value looks like.

/** `digits` come first and are required; then `least` to `most` further characters, digits only where `numeric`. */
export interface Format {
  digits: number;
  numeric: boolean;
  least: number;
  most: number;
  /** The first digits are a date YYMMDD; "00" as a day means the end of the month. */
  date: boolean;
  /** The last of the digits at this place checks those before it. */
  checked: number;
}

/**
 * Identifiers or ranges of them, then the format in the notation of the specification: n digits, x characters, ".." up
 * to, "?" may be missing; "c" a check digit ends the digits before it, "d" they begin with a date.
 */
const TABLE = `
00 n18c|01-03 n14c|10 x..20|11-13 n6d|15-17 n6d|20 n2|21-22 x..20|235 x..28|240-241 x..30|242 n..6|243 x..20
250-251 x..30|253 n13c x..17?|254 x..20|255 n13c n..12?|30 n..8|3100-3105 n6|3110-3115 n6|3120-3125 n6|3130-3135 n6
3140-3145 n6|3150-3155 n6|3160-3165 n6|3200-3205 n6|3210-3215 n6|3220-3225 n6|3230-3235 n6|3240-3245 n6|3250-3255 n6
3260-3265 n6|3270-3275 n6|3280-3285 n6|3290-3295 n6|3300-3305 n6|3310-3315 n6|3320-3325 n6|3330-3335 n6|3340-3345 n6
3350-3355 n6|3360-3365 n6|3370-3375 n6|3400-3405 n6|3410-3415 n6|3420-3425 n6|3430-3435 n6|3440-3445 n6|3450-3455 n6
3460-3465 n6|3470-3475 n6|3480-3485 n6|3490-3495 n6|3500-3505 n6|3510-3515 n6|3520-3525 n6|3530-3535 n6|3540-3545 n6
3550-3555 n6|3560-3565 n6|3570-3575 n6|3600-3605 n6|3610-3615 n6|3620-3625 n6|3630-3635 n6|3640-3645 n6|3650-3655 n6
3660-3665 n6|3670-3675 n6|3680-3685 n6|3690-3695 n6|37 n..8|3900-3909 n..15|3910-3919 n3 n..15|3920-3929 n..15
3930-3939 n3 n..15|3940-3943 n4|3950-3955 n6|400-401 x..30|402 n17c|403 x..30|410-417 n13c|420 x..20|421 n3 x..9
422 n3|423 n3 n..12?|424 n3|425 n3 n..12?|426 n3|427 x..3|4300-4301 x..35|4302-4306 x..70|4307 x2|4308 x..30
4309 n20|4310-4311 x..35|4312-4316 x..70|4317 x2|4318 x..20|4319 x..30|4320 x..35|4321-4323 n1|4324-4325 n10d
4326 n6d|4330-4333 n6 x..1?|7001 n13|7002 x..30|7003 n10d|7004 n..4|7005 x..12|7006 n6d|7007 n6d n..6?|7008 x..3
7009 x..10|7010 x..2|7011 n6d n..4?|7020-7022 x..20|7023 x..30|7030-7039 n3 x..27|7040 n1 x3|7041 x..4|710-716 x..20
7230-7239 x2-30|7240 x..20|7241 n2|7242 x..25|7250 n8|7251 n12|7252 n1|7253-7254 x..40|7255 x..10|7256 x..90
7257 x..70|7258 x3|7259 x..40|8001 n14|8002 x..20|8003 n14c x..16?|8004 x..30|8005 n6|8006 n18|8007 x..34
8008 n8d n..4?|8009 x..50|8010 x..30|8011 n..12|8012 x..20|8013-8014 x..25|8017-8018 n18c|8019 n..10|8020 x..25
8026 n18|8030 x..90|8110 x..70|8111 n4|8112 x..70|8200 x..70|90 x..30|91-99 x..90`;

const KNOWN = new Map(TABLE.trim().split(/[\n|]/).flatMap(entriesOf));

function entriesOf(row: string): [string, Format][] {
  const [range, ...parts] = row.split(" ");
  const [first, last = first] = range.split("-");
  const format = formatOf(parts);
  const entries: [string, Format][] = [];
  for (let at = Number(first); at <= Number(last); at++) entries.push([String(at).padStart(first.length, "0"), format]);
  return entries;
}

function formatOf(parts: string[]): Format {
  const exact = /^n(\d+)([cd]?)$/.exec(parts[0]);
  const digits = Number(exact?.[1] ?? 0);
  const [, kind = "n", from = "0", to = from] =
    /^([nx])(\d*)[.-]*(\d+)?/.exec(exact ? (parts[1] ?? "") : parts[0]) ?? [];
  const least = parts.at(-1)?.endsWith("?") ? 0 : Number(from || 1);
  return {
    digits,
    numeric: kind === "n",
    least,
    most: Number(to),
    date: exact?.[2] === "d",
    checked: exact?.[2] === "c" ? digits : 0,
  };
}

/**
 * Values whose length follows from the first two digits of the identifier, also of one that is not in the table; no
 * separator has to follow them. The number counts the identifier too (General Specifications, figure 7.8.5-2).
 */
const PREDEFINED = new Map<string, number>(
  [
    ["00", 20],
    ["01", 16],
    ["02", 16],
    ["03", 16],
    ["04", 18],
    ["20", 4],
    ["41", 16],
    ...Array.from({ length: 9 }, (_, n) => [String(11 + n), 8]),
    ...Array.from({ length: 6 }, (_, n) => [String(31 + n), 10]),
  ].map(([prefix, length]) => [String(prefix), Number(length)]),
);

/** The length of identifier and value together where no separator has to follow. */
export const predefined = (text: string): number | undefined => PREDEFINED.get(text.slice(0, 2));

/** The identifier a text begins with; undefined when the table has none. */
export const identifierOf = (text: string): string | undefined =>
  [2, 3, 4].map((length) => text.slice(0, length)).find((one) => KNOWN.has(one));

export const formatFor = (identifier: string): Format | undefined => KNOWN.get(identifier);
