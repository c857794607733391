/**
 * Weighs the built app: JavaScript of the shell, of each route and of the public form, gzipped.
 * Fails beyond the budget, except with `--report`, which only prints.
 */

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const SHELL_KB = 130;
const ROUTE_KB = 35;
const PUBLIC_KB = 30;

const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));
const sizes = new Map();

function weight(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length / 1024);
  return sizes.get(file);
}

/** The scripts that come with an entry of the manifest, its static imports included. */
function scriptsOf(key, found = new Set()) {
  const chunk = manifest[key];
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) scriptsOf(imported, found);
  return found;
}

const shell = scriptsOf("index.html");
const rows = [["shell", [...shell], SHELL_KB]];
for (const key of manifest["index.html"].dynamicImports ?? []) {
  const own = [...scriptsOf(key)].filter((file) => !shell.has(file));
  rows.push([key.replace(/^src\/features\//, ""), own, ROUTE_KB]);
}
rows.push(["public survey form", [...scriptsOf("src/public/survey.ts")], PUBLIC_KB]);

let over = 0;
for (const [name, files, limit] of rows) {
  const size = files.reduce((sum, file) => sum + weight(file), 0);
  const bad = size > limit;
  over += bad ? 1 : 0;
  console.log(`${size.toFixed(1).padStart(7)} kB  ${name}${bad ? `  OVER ${limit} kB` : ""}`);
}
if (over > 0) {
  console.error(
    `${over} over the budget (shell ${SHELL_KB} kB, route ${ROUTE_KB} kB, public form ${PUBLIC_KB} kB, gzip)`,
  );
  if (!process.argv.includes("--report")) process.exit(1);
}
