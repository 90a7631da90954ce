// Copies the fonts, the code reader and the licences of what is bundled from node_modules, as published, and writes MANIFEST.json.
// With --check it only compares.
// Contributors run `npm ci` first; tests/contracts/test_vendor.py checks the hashes without Node.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const FONT = "atkinson-hyperlegible-next-latin";
const LICENCES = "static/vendor-licences";

/** package -> {folder, files: {vendored name: published path}} */
const PACKAGES = {
  "@noble/ciphers": { folder: LICENCES, files: { "noble-ciphers.txt": "LICENSE" } },
  idb: { folder: LICENCES, files: { "idb.txt": "LICENSE" } },
  "lit-html": { folder: LICENCES, files: { "lit-html.txt": "LICENSE" } },
  "zxing-wasm": {
    folder: "static",
    files: {
      "reader/zxing_reader.wasm": "dist/reader/zxing_reader.wasm",
      "vendor-licences/zxing-wasm.txt": "LICENSE",
    },
  },
  "@fontsource-variable/atkinson-hyperlegible-next": {
    folder: "static/fonts",
    files: {
      [`${FONT}-wght-normal.woff2`]: `files/${FONT}-wght-normal.woff2`,
      [`${FONT}-ext-wght-normal.woff2`]: `files/${FONT}-ext-wght-normal.woff2`,
      "LICENSE-AtkinsonHyperlegibleNext.txt": "LICENSE",
    },
  },
};

const check = process.argv.includes("--check");
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const sha384 = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
const different = [];

function place(path, bytes) {
  if (!check) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  } else if (!readFileSync(path).equals(bytes)) different.push(path);
}

const manifest = {};
for (const [name, { folder, files }] of Object.entries(PACKAGES)) {
  const { version, integrity, license } = lock.packages[`node_modules/${name}`];
  const hashes = {};
  for (const [vendored, published] of Object.entries(files)) {
    const bytes = readFileSync(join("node_modules", name, published));
    place(join(folder, vendored), bytes);
    hashes[`${folder}/${vendored}`] = sha384(bytes);
  }
  manifest[name] = { version, license, integrity, files: hashes };
}
place(`${LICENCES}/MANIFEST.json`, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));

if (different.length) {
  console.error(`Not as published: ${different.join(", ")}`);
  process.exit(1);
}
