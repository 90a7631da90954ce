// Makes static/dist from static/src and static/css with esbuild: the entry app.js, chunks that are fetched on
// demand, one style sheet, the service worker, and MANIFEST.json with the hash of everything they were made of.
//   --check    only compares with static/dist          --release   keeps today's chunks for tablets that stay open
//   --tests    makes build/dist instead, whose app.js also exports what tests/browser/entry.ts names
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import * as esbuild from "esbuild";

const [check, release, tests] = ["--check", "--release", "--tests"].map((flag) => process.argv.includes(flag));
const DIST = tests ? "build/dist" : "static/dist";
const MANIFEST = join(DIST, "MANIFEST.json");
const scripts = tests ? { app: "tests/browser/entry.ts", db: "static/src/store/db.ts" } : { app: "static/src/app.ts" };
const output = { outdir: DIST, write: false, metafile: true, legalComments: "none", target: "es2022" };
const shared = { bundle: true, minify: true, preserveSymlinks: true, ...output };

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const hashes = (names, read) => Object.fromEntries(names.sort().map((name) => [name, sha256(read(name))]));
const installed = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
const below = (folder, end) =>
  readdirSync(folder, { recursive: true }).flatMap((name) => (name.endsWith(end) ? [join(folder, name)] : []));
const sources = [...below("static/src", ".ts"), ...below("static/css", ".css"), ".ci/build.mjs"];

const app = await esbuild.build({
  ...shared,
  entryPoints: { ...scripts, style: "static/css/app.css" },
  format: "esm",
  splitting: true,
  chunkNames: "chunk-[hash]",
  external: ["*.woff2"],
});
const worker = await esbuild.build({ ...shared, entryPoints: ["static/src/sw.ts", "static/src/reader.ts"] });

const outputs = [...app.outputFiles, ...worker.outputFiles];
const made = new Map(outputs.map(({ path, contents }) => [relative(DIST, path), Buffer.from(contents)]));
const before = existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, "utf8")) : {};
const previous = release ? Object.keys(before.files).filter((name) => name.startsWith("chunk-")) : before.previous;
const kept = (previous ?? []).filter((name) => !made.has(name) && existsSync(join(DIST, name)));
for (const name of kept) made.set(name, readFileSync(join(DIST, name)));
const imports = app.metafile.outputs[join(DIST, "app.js")].imports.filter(({ kind }) => kind === "import-statement");
const manifest = {
  packages: Object.fromEntries(
    ["@noble/ciphers", "esbuild", "idb", "lit-html", "zxing-wasm"].map((name) => [name, installed(name)]),
  ),
  sources: hashes(sources, (path) => readFileSync(path)),
  files: hashes([...made.keys()], (name) => made.get(name)),
  preload: imports.map(({ path }) => relative(DIST, path)).sort(),
  previous: previous ?? [],
};
made.set("MANIFEST.json", Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));

if (check) {
  const differs = ([name, bytes]) => !existsSync(join(DIST, name)) || !readFileSync(join(DIST, name)).equals(bytes);
  const stale = [...made].filter(differs).map(([name]) => join(DIST, name));
  if (stale.length) console.error(`Not what the sources make: ${stale.join(", ")}. Run \`make js\`.`);
  process.exit(stale.length ? 1 : 0);
}
rmSync(DIST, { recursive: true, force: true });
for (const [name, bytes] of made) {
  mkdirSync(dirname(join(DIST, name)), { recursive: true });
  writeFileSync(join(DIST, name), bytes);
}
