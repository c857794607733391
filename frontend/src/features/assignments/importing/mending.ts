/** What was put right in the preview of a pasted annex. */
import type { components } from "../../../api/schema";

export type Column = components["schemas"]["Column"];

export interface Mending {
  readonly cells: readonly { row: number; column: Column; text: string }[];
  readonly skipped: number[];
  readonly kept: number[];
}

export const NOTHING_MENDED: Mending = { cells: [], skipped: [], kept: [] };

/** With this cell written anew; what was written there before is forgotten. */
export function mended(mending: Mending, row: number, column: Column, text: string): Mending {
  const others = mending.cells.filter((cell) => cell.row !== row || cell.column !== column);
  return { ...mending, cells: [...others, { row, column, text }] };
}

/** A cell of several units with one piece, as it is written there, replaced or taken out. */
export function replaced(cell: string, piece: string, by: string): string {
  const at = piece ? cell.indexOf(piece) : -1;
  if (at === -1) return by;
  const parts = [cell.slice(0, at), by, cell.slice(at + piece.length)];
  return parts
    .join("")
    .split(/[;,\n]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .join("; ");
}
