/** The server puts this in front of sw.js. */
declare const VERSION: string;
declare const PRECACHE: Record<string, string>;
declare const ON_DEMAND: Record<string, string>;
