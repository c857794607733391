/** What was changed in a sheet and can be undone: typing into one cell is a step, and so is a whole paste. Pure. */

import type { Inputs } from "./rowState";

/** The inputs of one row before and after a step. */
export interface RowChange {
  code: string;
  before: Inputs;
  after: Inputs;
}

/** One step. While `cell` is named, further typing there belongs to it. */
interface Step {
  rows: readonly RowChange[];
  cell: string | null;
}

/** Steps made, and steps undone that can be made again; the latest stand last. */
export interface History {
  made: readonly Step[];
  undone: readonly Step[];
}

export const NO_HISTORY: History = { made: [], undone: [] };

const LONGEST = 200;

/** A step was made. `cell` names the cell that is being typed in, null for a step that is complete. */
export function recorded({ made }: History, rows: readonly RowChange[], cell: string | null): History {
  const last = made.at(-1);
  const change = rows[0];
  if (last && change && cell !== null && last.cell === cell) {
    const [begun] = last.rows;
    const grown: Step = { rows: [{ ...change, before: begun?.before ?? change.before }], cell };
    return { made: [...made.slice(0, -1), grown], undone: [] };
  }
  return { made: [...made, { rows, cell }].slice(-LONGEST), undone: [] };
}

/** The cell was left: what is typed next is another step. */
export function closed(history: History): History {
  const last = history.made.at(-1);
  if (!last || last.cell === null) return history;
  return { ...history, made: [...history.made.slice(0, -1), { ...last, cell: null }] };
}

/** Takes the last step back; the rows to put back. */
export function undo({ made, undone }: History): [History, readonly RowChange[]] {
  const last = made.at(-1);
  if (!last) return [{ made, undone }, []];
  const closedStep = { ...last, cell: null };
  return [{ made: made.slice(0, -1), undone: [...undone, closedStep] }, last.rows];
}

/** Makes the step again that was taken back last; the rows to put forward. */
export function redo({ made, undone }: History): [History, readonly RowChange[]] {
  const last = undone.at(-1);
  if (!last) return [{ made, undone }, []];
  return [{ made: [...made, last], undone: undone.slice(0, -1) }, last.rows];
}
