/** Put in front of sw.js by the server. */
declare const VERSION: string;
declare const PRECACHE: Record<string, string>;
