// SPDX-License-Identifier: Apache-2.0
// Builds the portal: one script, one style sheet, one icon, named by their content, and the page that names them. Each
// file lies beside a gzip of itself. Same sources and tools, same bytes.
//   node build.mjs --out FOLDER [--modules NODE_MODULES]
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, preset) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? preset : process.argv[at + 1];
};
const out = option("--out", join(here, "dist"));
const modules = option("--modules", join(here, "node_modules"));
const { build, transform } = await import(pathToFileURL(join(modules, "esbuild/lib/main.js")));

const targets = ["chrome109", "firefox115", "safari16.4"];

function put(name, bytes) {
  const file = join(out, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

function putHashed(stem, extension, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const name = `assets/${stem}-${hash}.${extension}`;
  put(name, bytes);
  return `/portal/${name}`;
}

const made = await build({
  entryPoints: [join(here, "src/main.tsx")],
  bundle: true,
  minify: true,
  format: "esm",
  target: targets,
  charset: "utf8",
  jsx: "automatic",
  jsxImportSource: "preact",
  nodePaths: [modules],
  legalComments: "none",
  metafile: true,
  write: false,
  outfile: "app.js",
  logLevel: "warning",
});
const css = await transform(readFileSync(join(here, "src/portal.css")), { loader: "css", minify: true, target: targets });

rmSync(out, { recursive: true, force: true });
const names = {
  script: putHashed("app", "js", Buffer.from(made.outputFiles[0].contents)),
  style: putHashed("app", "css", Buffer.from(css.code)),
  icon: putHashed("icon", "svg", readFileSync(join(here, "src/icon.svg"))),
};
const page = readFileSync(join(here, "src/index.html"), "utf8").replace(/\{\{(\w+)\}\}/g, (_, name) => names[name]);
put("index.html", Buffer.from(page));
