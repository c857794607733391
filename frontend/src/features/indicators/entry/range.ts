/** The cells that are marked together. Outside React's state, so that a key redraws only the rows it touches. */

import { type Cell, COLUMNS, type Column, type Step } from "./moves";

/** Two corners; `from` is the cell that has the focus. */
export interface Range {
  from: Cell;
  to: Cell;
}

/** Where the range of one table is kept. */
export interface RangeStore {
  get(): Range | null;
  set(range: Range | null): void;
  subscribe(listener: () => void): () => void;
}

export function rangeStore(): RangeStore {
  let range: Range | null = null;
  const listeners = new Set<() => void>();
  return {
    get: () => range,
    set(next) {
      if (next === range) return;
      range = next;
      for (const tell of listeners) tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** From one corner to another; one cell alone is no range. */
export function between(from: Cell, to: Cell): Range | null {
  return from.row === to.row && from.column === to.column ? null : { from, to };
}

/** The cell one step on, also over rows that take no input; stays at the edges. */
export function stretched({ row, column }: Cell, step: Step, rows: number): Cell {
  if (step === "up") return { row: Math.max(0, row - 1), column };
  if (step === "down") return { row: Math.min(rows - 1, row + 1), column };
  const at = COLUMNS.indexOf(column) + (step === "right" ? 1 : -1);
  return { row, column: COLUMNS[at] ?? column };
}

/** The rows of a range, from top to bottom. */
export function rowsIn({ from, to }: Range): number[] {
  const [top, bottom] = from.row < to.row ? [from.row, to.row] : [to.row, from.row];
  return Array.from({ length: bottom - top + 1 }, (_, n) => top + n);
}

/** The columns of a range, from left to right. */
export function columnsIn({ from, to }: Range): Column[] {
  const ends = [COLUMNS.indexOf(from.column), COLUMNS.indexOf(to.column)];
  return COLUMNS.slice(Math.min(...ends), Math.max(...ends) + 1);
}

/** Its upper left cell. */
export function cornerOf(range: Range): Cell {
  return { row: rowsIn(range)[0] ?? 0, column: columnsIn(range)[0] ?? "numerator" };
}

/** The columns of a row that are marked, as one text that is equal when nothing changed. */
export function marksIn(range: Range | null, row: number): string {
  if (range === null || !rowsIn(range).includes(row)) return "";
  return columnsIn(range).join(" ");
}
