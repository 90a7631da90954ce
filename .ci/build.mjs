// Makes static/dist from static/src and static/css with esbuild: the entry app.js, chunks that are fetched on
// demand, one style sheet, the service worker, and MANIFEST.json with the hash of everything they were made of.
//   --check    only compares with static/dist          --release   keeps today's chunks for tablets that stay open
//   --tests    makes build/dist instead, whose app.js also exports what tests/browser/entry.ts names,
//             and each module by itself as build/src, for the tests in Node, and the tablet of the state machine
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import * as esbuild from "esbuild";

const [check, release, tests] = ["--check", "--release", "--tests"].map((flag) => process.argv.includes(flag));
const DIST = tests ? "build/dist" : "static/dist";
const MANIFEST = join(DIST, "MANIFEST.json");
const PACKAGES = ["esbuild", "idb", "lit-html"];
const scripts = tests ? { app: "tests/browser/entry.ts", db: "static/src/store/db.ts" } : { app: "static/src/app.ts" };
const shared = { bundle: true, minify: true, write: false, metafile: true, legalComments: "none", target: "es2022" };

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const hashes = (names, read) => Object.fromEntries(names.sort().map((name) => [name, sha256(read(name))]));
const installed = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const app = await esbuild.build({
  ...shared,
  entryPoints: { ...scripts, style: "static/css/app.css" },
  outdir: DIST,
  format: "esm",
  splitting: true,
  chunkNames: "chunk-[hash]",
  external: ["*.woff2"],
});
const worker = await esbuild.build({ ...shared, entryPoints: ["static/src/sw.ts"], outdir: DIST });

const modules = filesBelow("static/src").filter((path) => path.endsWith(".ts"));
if (tests) {
  await esbuild.build({ entryPoints: modules, outdir: "build/src", outbase: "static/src", target: "es2022" });
  const tablet = { entryPoints: ["tests/machine/tablet.ts"], outdir: "build/machine", globalName: "tablet" };
  await esbuild.build({ ...tablet, bundle: true, format: "iife", target: "es2022" });
}

const outputs = [...app.outputFiles, ...worker.outputFiles];
const made = new Map(outputs.map(({ path, contents }) => [relative(DIST, path), Buffer.from(contents)]));
const before = existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, "utf8")) : {};
const previous = release ? Object.keys(before.files).filter((name) => name.startsWith("chunk-")) : before.previous;
const kept = (previous ?? []).filter((name) => !made.has(name) && existsSync(join(DIST, name)));
for (const name of kept) made.set(name, readFileSync(join(DIST, name)));
const sources = [...modules, ...filesBelow("static/css"), ".ci/build.mjs"];
const entryImports = app.metafile.outputs[join(DIST, "app.js")].imports.filter(
  ({ kind }) => kind === "import-statement",
);
const manifest = {
  packages: Object.fromEntries(PACKAGES.map((name) => [name, installed(name)])),
  sources: hashes(sources, (path) => readFileSync(path)),
  files: hashes([...made.keys()], (name) => made.get(name)),
  preload: entryImports.map(({ path }) => relative(DIST, path)).sort(),
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
