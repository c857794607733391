/** Where the focus goes in the sheet when a key is pressed. Pure: rows are lists of the columns that take input. */

/** A column that can take input. */
export type Column = "numerator" | "denominator" | "note";

/** The columns from left to right. */
export const COLUMNS: readonly Column[] = ["numerator", "denominator", "note"];

/** A cell of the sheet; `row` counts every row, also those that take no input. */
export interface Cell {
  row: number;
  column: Column;
}

/** A move that a key stands for. */
export type Step = "up" | "down" | "left" | "right";

/** The cell one step away; null at the edge. Rows without input are skipped; a missing column falls to the left. */
export function moved(rows: readonly (readonly Column[])[], from: Cell, step: Step): Cell | null {
  return step === "up" || step === "down"
    ? vertical(rows, from, step === "down" ? 1 : -1)
    : horizontal(rows, from, step === "right" ? 1 : -1);
}

function vertical(rows: readonly (readonly Column[])[], from: Cell, by: 1 | -1): Cell | null {
  for (let row = from.row + by; row >= 0 && row < rows.length; row += by) {
    const columns = rows[row] ?? [];
    const column = columns.includes(from.column) ? from.column : columns[0];
    if (column) return { row, column };
  }
  return null;
}

function horizontal(rows: readonly (readonly Column[])[], from: Cell, by: 1 | -1): Cell | null {
  const columns = rows[from.row] ?? [];
  const column = columns[columns.indexOf(from.column) + by];
  return column ? { row: from.row, column } : null;
}

/** The parts of a key press that decide a move. */
export interface Press {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  isComposing: boolean;
}

/** Where the caret stands in the text of the input. */
export interface Caret {
  start: number;
  end: number;
  length: number;
}

/** The step that a key press means: left and right only leave a cell from the edge of its text. */
export function stepOf(press: Press, caret: Caret): Step | null {
  // Enter and arrows inside a Vietnamese composition belong to the input method.
  if (press.isComposing || press.ctrlKey || press.altKey || press.metaKey) return null;
  if (press.key === "Enter") return press.shiftKey ? "up" : "down";
  if (press.shiftKey) return null;
  if (press.key === "ArrowUp") return "up";
  if (press.key === "ArrowDown") return "down";
  const whole = caret.start === 0 && caret.end === caret.length;
  const atEdge = caret.start === caret.end || whole;
  if (press.key === "ArrowLeft" && atEdge && caret.start === 0) return "left";
  if (press.key === "ArrowRight" && atEdge && caret.end === caret.length) return "right";
  return null;
}
