/**
 * What a paste would do to the sheet, before it is done: which cells it fills, which of those need a look, and what
 * it leaves alone and why. Rows are found by the indicator codes in the first column, else by where one pastes.
 * Nothing is guessed silently, and nothing that was pasted is thrown away without a word.
 */

import { fold } from "../../../lib/fold";
import { t } from "../../../lib/i18n";
import { parseNumberVN } from "../../../lib/numberVN";
import { entry as words } from "../../../words/vi/entry";
import type { Filling } from "./entryStore";
import { type Cell, COLUMNS, type Column } from "./moves";
import type { Line } from "./queries";
import { sentenceOf } from "./reading";
import { faults, type RowState } from "./rowState";
import { filled } from "./rowSteps";

/** A row of the sheet as pasting sees it. */
export interface Target {
  line: Pick<Line, "code" | "measure" | "steps">;
  state: RowState;
  isOpen: boolean;
}

/** The names by which a file may call the unit of the sheet. */
export type UnitNames = readonly string[];

/** One pasted text that needs a person's look. */
export interface Look {
  /** `A2a · Tử số` */
  where: string;
  text: string;
  message: string;
}

/** What a paste would do. */
export interface PastePlan {
  fillings: Filling[];
  /** How many cells are filled. */
  cells: number;
  /** Of those, the ones that stay visible as pasted, each with its sentence. */
  looks: Look[];
  /** What is not written at all. */
  skipped: Look[];
}

type Role = Column | "code" | "unit" | "none";

/** Headings in files of the ward, folded. */
const HEADINGS: readonly [RegExp, Role][] = [
  [/^ma( chi tieu| so)?$/, "code"],
  [/^tu( so)?$|^so lieu$|^gia tri$|^thuc hien$|^ket qua$/, "numerator"],
  [/^mau( so)?$|^tong( so)?$/, "denominator"],
  [/^ghi chu$|^ly do$/, "note"],
  [/^don vi( nhap| bao cao)?$/, "unit"],
];
const LONGEST_NOTE = 4000;

/** What pasting these cells at `corner` would do; one single cell fills all of `into`, where given. */
export function planPaste(
  cells: readonly (readonly string[])[],
  corner: Cell,
  targets: readonly Target[],
  unit: UnitNames,
  into: { rows: readonly number[]; columns: readonly Column[] } | null = null,
): PastePlan {
  const plan: PastePlan = { fillings: [], cells: 0, looks: [], skipped: [] };
  const single = cells.length === 1 && cells[0]?.length === 1 ? cells[0][0] : undefined;
  if (single !== undefined && into !== null) {
    for (const row of into.rows) {
      const target = targets[row];
      if (target) fillRow(plan, target, new Map(into.columns.map((column) => [column, single])), true);
    }
    return plan;
  }
  const { roles, body } = layoutOf(cells, corner.column, targets);
  const byCode = new Map(targets.map((target) => [codeKey(target.line.code), target]));
  const seen = new Set<string>();
  for (const [at, row] of body.entries()) {
    const given = new Map<Role, string>();
    for (const [n, text] of row.entries()) {
      const role = roles[n] ?? "none";
      if (text.trim() !== "") given.set(role === "none" ? "none" : role, text.trim());
    }
    const numbers = new Map(
      COLUMNS.flatMap((column) => (given.has(column) ? [[column, given.get(column) ?? ""]] : [])),
    );
    if (numbers.size === 0) continue;
    const code = given.get("code");
    const target = roles.includes("code") ? byCode.get(codeKey(code ?? "")) : targets[corner.row + at];
    const text = [...numbers.values()].join(" · ");
    const reason = reasonAgainst(target, code, roles, seen, given.get("unit"), unit);
    if (reason !== null) plan.skipped.push({ where: target?.line.code ?? code ?? "", text, message: reason });
    else if (target) fillRow(plan, target, numbers, false);
  }
  return plan;
}

function codeKey(code: string): string {
  return fold(code.replace(/^.*:/, "")).replaceAll(" ", "");
}

/** Which column means what, and the rows below the headings. */
function layoutOf(
  cells: readonly (readonly string[])[],
  first: Column,
  targets: readonly Target[],
): { roles: Role[]; body: readonly (readonly string[])[] } {
  const head = (cells[0] ?? []).map(roleOf);
  if (head.some((role) => role === "code" || role === "numerator" || role === "denominator")) {
    return { roles: head, body: cells.slice(1) };
  }
  const codes = new Set(targets.map(({ line }) => codeKey(line.code)));
  const firsts = cells.map((row) => row[0] ?? "").filter((text) => text.trim() !== "");
  const known = firsts.filter((text) => codes.has(codeKey(text))).length;
  const width = Math.max(...cells.map((row) => row.length), 0);
  if (known === 0 || known * 2 < firsts.length) {
    const start = COLUMNS.indexOf(first);
    return { roles: Array.from({ length: width }, (_, n) => COLUMNS[start + n] ?? "none"), body: cells };
  }
  // Beside the codes often stand the names; numbers begin where words end.
  let begin = 1;
  while (begin < width - 1 && isOfWords(cells, begin)) begin += 1;
  const roles = Array.from({ length: width }, (_, n): Role => {
    if (n === 0) return "code";
    return n < begin ? "none" : (COLUMNS[n - begin] ?? "none");
  });
  return { roles, body: cells };
}

function roleOf(heading: string): Role {
  const folded = fold(heading.replace(/\(.*\)/, ""));
  return HEADINGS.find(([pattern]) => pattern.test(folded))?.[1] ?? "none";
}

function isOfWords(cells: readonly (readonly string[])[], column: number): boolean {
  const texts = cells.map((row) => row[column]?.trim() ?? "").filter((text) => text !== "");
  const wordy = texts.filter((text) => /\p{L}.*\p{L}/u.test(text) && !text.startsWith("#"));
  return wordy.length * 2 > texts.length;
}

/** Why a pasted row is not written; null when it is. */
function reasonAgainst(
  target: Target | undefined,
  code: string | undefined,
  roles: readonly Role[],
  seen: Set<string>,
  unit: string | undefined,
  names: UnitNames,
): string | null {
  const { paste } = words;
  if (unit !== undefined && !names.some((name) => fold(name) === fold(unit))) {
    return t(paste.otherUnit, { unit });
  }
  if (roles.includes("code") && code === undefined) return paste.noCode;
  if (!target) return code === undefined ? paste.beyond : t(paste.unknownCode, { code });
  if (!target.isOpen) return paste.locked;
  if (seen.has(target.line.code)) return paste.twice;
  seen.add(target.line.code);
  return null;
}

function fillRow(plan: PastePlan, target: Target, given: ReadonlyMap<Column, string>, isFill: boolean): void {
  const { line, state, isOpen } = target;
  const where = (column: Column) =>
    t(words.paste.where, { code: line.code, column: columnName(state, column) });
  if (!isOpen) {
    const text = [...given.values()].join(" · ");
    plan.skipped.push({ where: line.code, text, message: words.paste.locked });
    return;
  }
  const cells: Filling["cells"] = {};
  for (const [column, text] of given) {
    if (column === "denominator" && !state.shape.paired) {
      if (!isFill && !/^[-/]$/.test(text)) {
        plan.skipped.push({ where: line.code, text, message: words.paste.singleNumber });
      }
    } else cells[column] = column === "note" ? noteText(text) : numberText(line, text);
  }
  const after = filled(state, cells);
  const found = faults(after);
  for (const column of COLUMNS) {
    const text = given.get(column);
    if (cells[column] === undefined || text === undefined) continue;
    plan.cells += 1;
    const fault = found.find(({ at }) => at === column);
    const isAsked = column !== "note" && after[column].reading.kind === "ask";
    const isCut = column === "note" && text.length > LONGEST_NOTE;
    if (!fault && !isAsked && !isCut) continue;
    const message = fault ? sentenceOf(fault) : isAsked ? words.paste.ask : words.paste.noteCut;
    plan.looks.push({ where: where(column), text, message });
  }
  if (Object.keys(cells).length > 0) plan.fillings.push({ code: line.code, cells });
}

function columnName(state: RowState, column: Column): string {
  return column === "numerator" && !state.shape.paired ? words.value : words.columns[column];
}

/** A note is one line of the sheet. */
function noteText(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").slice(0, LONGEST_NOTE);
}

/** A step or level may be pasted by its name. */
function numberText({ measure, steps }: Target["line"], text: string): string {
  const isNumber = parseNumberVN(text, "count").kind !== "reject";
  const at = isNumber ? -1 : steps.findIndex(({ name }) => fold(name) === fold(text));
  if (at < 0) return text;
  return String(measure === "level" ? at : at + 1);
}
