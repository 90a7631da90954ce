// The scripts that may run in workers. The page's policy takes no other address.

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(wanted: string): string },
  ): { createScriptURL(url: string): string };
}

const WORKERS = ["/sw.js", "/static/dist/reader.js"];

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const policy = trustedTypes?.createPolicy("sw", {
  createScriptURL: (wanted: string) => (WORKERS.includes(wanted) ? wanted : ""),
});

export const trusted = (url: string): string => policy?.createScriptURL(url) ?? url;
