// Makes static/dist from static/js: one script with everything app.js imports, the words it shows, the service worker, and
// MANIFEST.json with the hash of everything they were made of. With --check it only compares.
// Contributors run `make js`; tests/contracts/test_dist.py sees without Node whether that was forgotten.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { rollup } from "rollup";
import { parseAst } from "rollup/parseAst";
import { minify } from "terser";

const DIST = "static/dist";
const WORKER = "static/sw.js";
const TOOLS = ["rollup", "terser"];
const TERSER = { ecma: 2022, compress: { passes: 3 }, format: { comments: false } };
const ENTRY = "entry";
/** What the tests reach of a running app: the manifest says what the script calls it. Nothing of this is shipped. */
const STORE = "db device drafts edits forms local outbox queue records seal session status";
const INSIDE = {
  ...Object.fromEntries(STORE.split(" ").map((name) => [name, `store/${name}`])),
  canonical: "core/canonical",
  engine: "sync/engine",
  noteDesk: "components/note-desk",
  noteParts: "views/note-parts",
  shelfChips: "components/shelf-chips",
  typing: "components/typing",
  worker: "worker",
};

const below = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => /\.m?js$/.test(path));
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const modules = below("static/js").sort();
const sources = [...modules, ...below("static/vendor"), WORKER, ".ci/build.mjs"].sort();
const installed = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;

/** Calls `visit(node, depth)` for each node of a syntax tree; depth counts the functions around it. */
function walk(node, visit, depth = 0) {
  visit(node, depth);
  const inside = depth + (/Function/.test(node.type) ? 1 : 0);
  for (const value of Object.values(node))
    for (const child of [value].flat()) if (typeof child?.type === "string") walk(child, visit, inside);
}

/** What a module calls the names it imports from another of ours, by the name they have there. */
function imported(tree, from) {
  const found = tree.body.filter(({ type, source }) => type === "ImportDeclaration" && source.value.endsWith(from));
  return Object.fromEntries(
    found.flatMap(({ specifiers }) => specifiers.map((each) => [each.imported?.name, each.local.name])),
  );
}

const exportedNames = ({ declaration, specifiers }) =>
  declaration
    ? (declaration.declarations ?? [declaration]).map(({ id }) => id.name)
    : specifiers.map(({ exported }) => exported.name);

/** Where a module speaks and where it draws: the literals given to t(), and the fixed pieces of its templates. */
function read(path) {
  const code = readFileSync(path, "utf8");
  const tree = parseAst(code);
  const { t } = imported(tree, "/i18n.js");
  const { html, svg } = imported(tree, "/dom.js");
  const words = [];
  const pieces = [];
  const exported = [];
  walk(tree, (node, depth) => {
    const fail = (why) => {
      throw new Error(`${path}:${code.slice(0, node.start).split("\n").length} ${why}`);
    };
    if (node.type === "CallExpression" && ["t", t ?? "t"].includes(node.callee.name)) {
      const [first] = node.arguments;
      if (!t) fail("t() is not the one of lib/i18n.js");
      if (first.type === "Literal") words.push(first);
      else if (!["Identifier", "MemberExpression"].includes(first.type)) fail('t() takes "a text" or a variable');
      if (!depth) fail("t() is called before the language is known");
      if (/\n/.test(first.value)) fail("a text stands on one line");
    }
    if (node.type === "ExportNamedDeclaration") exported.push(...exportedNames(node));
    const bound = [...(node.params ?? []), ...(node.type === "VariableDeclarator" ? [node.id] : [])];
    if (t && bound.some(({ name }) => name === t)) fail(`${t} is the name of the translation here`);
    if (node.type === "TaggedTemplateExpression" && /^(html|svg)$/.test(node.tag.name)) {
      if (![html, svg].includes(node.tag.name)) fail("templates are those of lib/dom.js");
      pieces.push(...node.quasi.quasis);
    }
  });
  return { code, words, pieces, exported };
}

/** A module as it is bundled: numbers for its words, and one blank where a template breaks its line. */
function shortened({ code, words, pieces }, numbers) {
  const edits = words.map(({ start, end, value }) => ({ start, end, text: String(numbers.get(value)) }));
  for (const { start, end } of pieces)
    edits.push({ start, end, text: code.slice(start, end).replace(/\s*\n\s*/g, " ") });
  edits.sort((a, b) => a.start - b.start);
  let at = 0;
  const kept = edits.map(({ start, end, text }) => {
    const before = code.slice(at, start);
    at = end;
    return before + text;
  });
  return kept.join("") + code.slice(at);
}

/** The app, and behind it what the tests reach. @param {Map<string, ReturnType<typeof read>>} texts */
function entry(texts) {
  const lines = Object.entries(INSIDE).map(([name, module]) => {
    const path = `static/js/${module}.js`;
    const names = texts.get(path).exported.map((each) => `${each} as ${name}$${each}`);
    return `export {${names.join(", ")}} from "./${path}";`;
  });
  return ['import "./static/js/app.js";', ...lines].join("\n");
}

/** Takes the list of what is inside off the end of the script. @param {string} code */
function parted(code) {
  const [list, names] = /export\{([^}]*)\};\s*$/.exec(code);
  const inside = {};
  for (const each of names.split(",")) {
    const [own, name] = each.split(" as ");
    const [module, exported] = name.split("$");
    inside[module] = { ...inside[module], [exported]: own };
  }
  return { code: `${code.slice(0, -list.length)}\n`, inside };
}

/** What stands in static/dist, by name, and what the script calls what is inside. */
async function build() {
  const texts = new Map(modules.map((path) => [path, read(path)]));
  // numbered as they are first used: neighbours in the source are neighbours in number, which packs better
  const words = [...new Set([...texts.values()].flatMap((module) => module.words.map(({ value }) => value)))];
  const numbers = new Map(words.map((text, number) => [text, number]));
  const used = new Set();
  const bundle = await rollup({
    input: ENTRY,
    onwarn: ({ message }) => {
      throw new Error(message);
    },
    plugins: [
      {
        name: "shorten",
        resolveId: (id, from) => (id === ENTRY ? id : from === ENTRY ? resolve(id) : null),
        load: (id) => {
          if (id === ENTRY) return entry(texts);
          const path = relative(".", id);
          used.add(path);
          return texts.has(path) ? shortened(texts.get(path), numbers) : null;
        },
      },
    ],
  });
  const unused = modules.filter((path) => !used.has(path));
  if (unused.length) throw new Error(`Nothing leads from app.js to ${unused.join(", ")}`);
  const generatedCode = { preset: "es2015", symbols: false };
  const { output } = await bundle.generate({ format: "es", compact: true, generatedCode });
  if (output.length > 1) throw new Error(`import() makes a second file: ${output[1].fileName}`);
  const script = await minify(output[0].code, {
    ...TERSER,
    module: true,
    format: { ...TERSER.format, preamble: licences() },
  });
  const worker = await minify(readFileSync(WORKER, "utf8"), { ...TERSER, toplevel: true });
  const { code, inside } = parted(script.code);
  const files = {
    "app.js": code,
    "sw.js": `${worker.code}\n`,
    "words.json": `${JSON.stringify(words).replaceAll('","', '",\n"')}\n`,
  };
  return { ...files, "MANIFEST.json": `${JSON.stringify(manifest(files, inside), null, 1)}\n` };
}

/** Whose work is in the script, in one line. */
function licences() {
  const vendored = JSON.parse(readFileSync("static/vendor/MANIFEST.json", "utf8"));
  const named = Object.entries(vendored).filter(([, { files }]) =>
    Object.keys(files).some((path) => /vendor.*\.m?js$/.test(path)),
  );
  const list = named.map(([name, { version, license }]) => `${name} ${version} (${license})`).join(", ");
  return `/*! Needlepoint (Apache-2.0), with ${list}: see static/vendor. */`;
}

function manifest(files, inside) {
  const hashes = (names, bytes) => Object.fromEntries(names.map((name) => [name, sha256(bytes(name))]));
  return {
    tools: Object.fromEntries(TOOLS.map((name) => [name, installed(name)])),
    sources: hashes(sources, (path) => readFileSync(path)),
    files: hashes(Object.keys(files), (name) => files[name]),
    inside,
  };
}

const made = await build();

if (process.argv.includes("--check")) {
  const there = (name) => {
    try {
      return readFileSync(join(DIST, name), "utf8");
    } catch {
      return null;
    }
  };
  const different = Object.keys(made).filter((name) => there(name) !== made[name]);
  if (different.length) {
    console.error(
      `Not what static/js makes: ${different.map((name) => `${DIST}/${name}`).join(", ")}. Run \`make js\`.`,
    );
    process.exit(1);
  }
} else {
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST, { recursive: true });
  for (const [name, text] of Object.entries(made)) writeFileSync(join(DIST, name), text);
}
