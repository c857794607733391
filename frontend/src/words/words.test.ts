import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import contract from "../../../openapi.json";
import { assignments } from "./vi/assignments";
import { audit } from "./vi/audit";
import { directory } from "./vi/directory";
import { keys } from "./vi/keys";
import { notices } from "./vi/notices";
import { roles } from "./vi/roles";
import { standing } from "./vi/standing";
import { surveys } from "./vi/surveys";
import { work } from "./vi/work";

const schemas: Record<string, object & { enum?: string[] }> = contract.components.schemas;

function valuesOf(name: string): string[] {
  const found = schemas[name]?.enum;
  if (!found) throw new Error(`The contract has no enum ${name}`);
  return [...found].sort();
}

test.each([
  ["Role", roles],
  ["Scope", keys.scopeWords],
  ["KeyState", keys.states],
  ["UnitKind", directory.kinds],
  ["Standing", standing.word],
  ["ValueState", standing.state],
  ["RoundState", surveys.states],
  ["Channel", surveys.channels],
  ["Verdict", surveys.verdicts],
  ["QuestionKind", surveys.questionKinds],
  ["ObjectKind", audit.objects],
  ["Action", audit.actions],
  ["AssignmentState", assignments.states],
  ["AssignmentMove", assignments.moves],
  ["Lateness", assignments.lateness],
  ["DueKind", assignments.dueKinds],
  ["DueFilter", assignments.dueFilters],
  ["Every", assignments.every],
  ["UnitPart", assignments.roles],
  ["LeadBasis", assignments.basis],
  ["DutyRole", assignments.manner],
  ["Column", assignments.import.columns],
  ["Fault", assignments.import.faults],
  ["RowState", assignments.import.rowStates],
  ["WorkSection", work.sections],
  ["WorkAction", work.actions],
  ["NoticeKind", notices.kinds],
])("has a word for each value of %s, and none left over", (name, words) => {
  expect(Object.keys(words).sort()).toEqual(valuesOf(name));
});

const files = import.meta.glob<Record<string, object>>("./vi/*.ts", { eager: true });

function sentences(words: unknown, path: string): [string, string][] {
  if (typeof words === "string") return [[path, words]];
  return Object.entries(words as object).flatMap(([key, held]) => sentences(held, `${path}.${key}`));
}

const all = Object.entries(files).flatMap(([file, words]) => sentences(words, file));

test("reads every file of words", () => {
  expect(Object.keys(files)).toHaveLength(readdirSync("src/words/vi").length);
  expect(all.length).toBeGreaterThan(100);
});

test("keeps words composed, trimmed, without glyphs that the font lacks", () => {
  const bad = all.filter(
    ([, text]) => text !== text.normalize("NFC") || text !== text.trim() || /[≤≥→✓▲●]/.test(text),
  );
  expect(bad).toEqual([]);
});

test("names no English button", () => {
  const bad = all.filter(([, text]) => /\b(submit|save|cancel|delete|login|password|error)\b/i.test(text));
  expect(bad).toEqual([]);
});
