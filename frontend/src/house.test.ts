import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Each rung imports only from those after it: main > app > features > ui | api > lib > words. */
const RUNGS: Record<string, readonly string[]> = {
  words: [],
  lib: ["words"],
  api: ["lib", "words"],
  ui: ["lib", "words"],
  features: ["ui", "api", "lib", "words"],
  app: ["features", "ui", "api", "lib", "words"],
};

const files = Object.keys(import.meta.glob("./**/*.{ts,tsx}"))
  .map((path) => path.replace("./", "src/"))
  .filter((path) => !/\.test\.|schema\.d\.ts/.test(path));

const sources = files.map((path) => [path, readFileSync(path, "utf8")] as const);

function rungOf(path: string): string | undefined {
  return /^src\/(\w+)\//.exec(path)?.[1];
}

test("imports go down the ladder only", () => {
  const climbs = sources.flatMap(([path, text]) => {
    const rung = rungOf(path);
    if (!rung) return [];
    const imports = [...text.matchAll(/from "(\.[^"]+)"/g)].map((found) =>
      rungOf(new URL(found[1] ?? "", `file:///${path}`).pathname.slice(1)),
    );
    return imports
      .filter((to) => to && to !== rung && !RUNGS[rung]?.includes(to))
      .map((to) => `${path} > ${to}`);
  });
  expect(files.length).toBeGreaterThan(50);
  expect(climbs).toEqual([]);
});

test("only the client fetches, and only the formatter formats", () => {
  const holding = (mark: RegExp) => sources.filter(([, text]) => mark.test(text)).map(([path]) => path);
  expect(holding(/\bfetch\(/)).toEqual(["src/api/client.ts", "src/public/queue.ts"]);
  expect(holding(/\.toLocale\w*String\(|Intl\.(DateTime|Number)Format/)).toEqual(["src/lib/format.ts"]);
});

test("no sentence stands outside the words", () => {
  const accented = /[àáảãạăắằẳẵặâấầẩẫậđèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ]/i;
  const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(?<=\s)\/\/.*$/gm, "");
  const speaking = sources.filter(
    ([path, text]) => !path.startsWith("src/words/") && accented.test(code(text)),
  );
  expect(speaking.map(([path]) => path)).toEqual([
    "src/lib/device.ts",
    "src/lib/fold.ts",
    "src/lib/numberVN.ts",
  ]);
});
