// What only tests load: static/dist as `.ci/build.mjs --tests` makes it, and its scripts without chunks as build/whole;
// each module by itself as build/src for the tests in Node, and the tablet of the state machine.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";

process.argv.push("--tests");
await import("./build.mjs");

const whole = { bundle: true, minify: true, preserveSymlinks: true, format: "esm", target: "es2022" };
const scripts = { app: "tests/browser/entry.ts", db: "static/src/store/db.ts" };
await esbuild.build({ ...whole, entryPoints: scripts, outdir: "build/whole" });

const names = readdirSync("static/src", { recursive: true }).filter((name) => name.endsWith(".ts"));
const modules = names.map((name) => join("static/src", name));
await esbuild.build({ entryPoints: modules, outdir: "build/src", outbase: "static/src", target: "es2022" });
const tablet = { entryPoints: ["tests/machine/tablet.ts"], outdir: "build/machine", globalName: "tablet" };
await esbuild.build({ ...tablet, bundle: true, format: "iife", target: "es2022" });
