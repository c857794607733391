/** The sheet under the hands: keys, marking cells together, copying, pasting, undoing. */

import {
  type ClipboardEvent,
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useMemo,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { t } from "../../../lib/i18n";
import { toast } from "../../../ui/Toast";
import { entry as words } from "../../../words/vi/entry";
import { cellsOf, textOf } from "./clipboard";
import { type Cell, COLUMNS, type Column, moved, stepOf } from "./moves";
import { type PastePlan, planPaste, type Target } from "./pasting";
import type { Sheet } from "./queries";
import { between, columnsIn, cornerOf, type RangeStore, rangeStore, rowsIn, stretched } from "./range";
import { isEditable } from "./reading";
import type { Store } from "./stores";

/** A paste that is being looked at; without a plan nothing is pasted yet. */
export interface Pasting {
  plan: PastePlan | null;
}

/** What the table listens to. */
export interface Grid {
  range: RangeStore;
  pasting: Pasting | null;
  openPaste: () => void;
  pasteText: (text: string) => void;
  write: (plan: PastePlan) => void;
  closePaste: () => void;
  handlers: {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
    onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    onPointerOver: (event: PointerEvent<HTMLElement>) => void;
    onFocus: (event: FocusEvent<HTMLElement>) => void;
    onInput: () => void;
    onCopy: (event: ClipboardEvent<HTMLElement>) => void;
    onCut: (event: ClipboardEvent<HTMLElement>) => void;
    onPaste: (event: ClipboardEvent<HTMLElement>) => void;
  };
}

/** The hands' side of a sheet. */
export function useGrid(store: Store, sheet: Sheet, onSendAll: () => void): Grid {
  const range = useMemo(rangeStore, []);
  const [pasting, setPasting] = useState<Pasting | null>(null);
  const travel = (way: "undo" | "redo") => undoOrRedo(store, sheet, way);

  const clearRange = () => {
    const now = range.get();
    if (!now) return;
    const columns = columnsIn(now);
    const fillings = rowsIn(now).flatMap((at) => {
      const row = sheet.rows[at];
      const state = row && store.get(row.indicator.code);
      if (!row || !state || !isEditable(row, state)) return [];
      const own = columns.filter((column) => column !== "denominator" || state.shape.paired);
      return [{ code: row.indicator.code, cells: Object.fromEntries(own.map((column) => [column, ""])) }];
    });
    keepingFocus(() => store.fill(fillings));
    const count = fillings.reduce((sum, { cells }) => sum + Object.keys(cells).length, 0);
    toast(t(words.paste.cleared, { count }));
  };

  const look = (cells: string[][], corner: Cell) => {
    const marked = range.get();
    const into = marked && { rows: rowsIn(marked), columns: columnsIn(marked) };
    const names = [
      sheet.unit.code,
      sheet.unit.code.replace(/^.*:/, ""),
      sheet.unit.name,
      sheet.unit.short_name,
    ];
    setPasting({ plan: planPaste(cells, corner, targetsOf(store, sheet), names, into) });
  };

  useUndoKeys(travel);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "Enter" && event.ctrlKey) return onSendAll();
    const input = event.target;
    const from = input instanceof HTMLElement ? cellOf(input) : null;
    if (!from || event.nativeEvent.isComposing) return;
    if (event.altKey && event.code === "KeyG") {
      event.preventDefault();
      return focusCell({ row: from.row, column: "note" });
    }
    if (event.key === "Escape" && range.get()) return range.set(null);
    if (event.key === "Delete" && range.get()) {
      event.preventDefault();
      return clearRange();
    }
    if (!(input instanceof HTMLInputElement)) return;
    const { selectionStart, selectionEnd, value } = input;
    const caret = { start: selectionStart ?? 0, end: selectionEnd ?? 0, length: value.length };
    const press = { key: event.key, ctrlKey: event.ctrlKey, altKey: event.altKey, metaKey: event.metaKey };
    if (event.shiftKey && event.key.startsWith("Arrow")) {
      const now = range.get();
      const step = stepOf({ ...press, shiftKey: false, isComposing: false }, now ? WHOLE : caret);
      if (!step) return;
      event.preventDefault();
      const to = stretched(now?.to ?? from, step, sheet.rows.length);
      range.set(between(from, to));
      document.querySelector(`[data-row="${to.row}"]`)?.scrollIntoView({ block: "nearest" });
      return;
    }
    const step = stepOf({ ...press, shiftKey: event.shiftKey, isComposing: false }, caret);
    if (!step) return;
    event.preventDefault();
    range.set(null);
    const to = moved(columnsOf(store, sheet), from, step);
    if (to) focusCell(to);
    else if (event.key === "Enter") input.blur();
  };

  return {
    range,
    pasting,
    openPaste: () => setPasting({ plan: null }),
    pasteText: (text) => look(cellsOf(text), { row: 0, column: "numerator" }),
    write(plan) {
      setPasting(null);
      range.set(null);
      keepingFocus(() => store.fill(plan.fillings));
      toast(t(words.paste.done, { count: plan.cells }), { undo: () => travel("undo") });
    },
    closePaste: () => setPasting(null),
    handlers: {
      onKeyDown,
      onPointerDown(event) {
        const to = cellAt(event.target);
        if (event.shiftKey && to) {
          const from = cellOf(document.activeElement);
          if (!from) return;
          event.preventDefault();
          range.set(between(from, to));
        } else range.set(null);
      },
      onPointerOver(event) {
        if ((event.buttons & 1) === 0 || event.pointerType !== "mouse") return;
        const from = cellOf(document.activeElement);
        const to = cellAt(event.target);
        if (!from || !to || (range.get() === null && !between(from, to))) return;
        // What the mouse marked in the text until it left the cell is not meant.
        window.getSelection()?.removeAllRanges();
        range.set(between(from, to));
      },
      onFocus({ target }) {
        const now = range.get();
        const at = cellOf(target);
        if (now && at && between(now.from, at)) range.set(null);
      },
      onInput: () => range.set(null),
      onCopy(event) {
        copyRange(event, store, sheet, range);
      },
      onCut(event) {
        if (copyRange(event, store, sheet, range)) clearRange();
      },
      onPaste(event) {
        const corner = cellOf(event.target);
        if (!corner) return;
        const cells = cellsOf(event.clipboardData.getData("text/plain"));
        const isOne = cells.length <= 1 && (cells[0]?.length ?? 0) <= 1;
        const marked = range.get();
        // One text into one cell is the input's own business.
        if (isOne && (!marked || cells.length === 0)) return;
        event.preventDefault();
        look(cells, marked ? cornerOf(marked) : corner);
      },
    },
  };
}

const WHOLE = { start: 0, end: 0, length: 0 };

/** Ctrl Z and Ctrl Y work wherever the focus is, but in fields that are no cells. */
function useUndoKeys(travel: (way: "undo" | "redo") => void): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || document.querySelector("dialog[open]")) return;
      const { target } = event;
      const isField = target instanceof HTMLElement && target.matches("input, textarea, select");
      if (isField && cellOf(target) === null) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      event.preventDefault();
      travel(key === "y" || event.shiftKey ? "redo" : "undo");
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}

function undoOrRedo(store: Store, sheet: Sheet, way: "undo" | "redo"): void {
  const open = new Set(
    targetsOf(store, sheet)
      .filter(({ isOpen }) => isOpen)
      .map(({ line }) => line.code),
  );
  let codes: string[] = [];
  keepingFocus(() => {
    codes = store[way]((code) => open.has(code));
  });
  const { undone, redone, nothingToUndo } = words.paste;
  if (codes.length === 0) toast(nothingToUndo);
  else if (codes.length > 1) toast(t(way === "undo" ? undone : redone, { count: codes.length }));
  const only = codes.length === 1 ? sheet.rows.findIndex(({ indicator }) => indicator.code === codes[0]) : -1;
  if (only >= 0 && cellOf(document.activeElement)?.row !== only)
    focusCell({ row: only, column: "numerator" });
}

/** Leaves the cell and enters it again, so that it shows what it holds after the change. */
function keepingFocus(change: () => void): void {
  const active = document.activeElement;
  const cell = active instanceof HTMLElement && cellOf(active) ? active : null;
  cell?.blur();
  flushSync(change);
  cell?.focus();
}

/** Puts the marked cells on the clipboard; whether there were any. */
function copyRange(
  event: ClipboardEvent<HTMLElement>,
  store: Store,
  sheet: Sheet,
  range: RangeStore,
): boolean {
  const marked = range.get();
  if (!marked) return false;
  const columns = columnsIn(marked);
  const rows = rowsIn(marked).map((at) => {
    const state = store.get(sheet.rows[at]?.indicator.code ?? "");
    return columns.map((column) => (column === "note" ? (state?.note ?? "") : (state?.[column].text ?? "")));
  });
  event.preventDefault();
  event.clipboardData.setData("text/plain", textOf(rows));
  return true;
}

function targetsOf(store: Store, sheet: Sheet): Target[] {
  return sheet.rows.flatMap((row) => {
    const state = store.get(row.indicator.code);
    return state ? [{ line: row.indicator, state, isOpen: isEditable(row, state) }] : [];
  });
}

function columnsOf(store: Store, sheet: Sheet): Column[][] {
  return targetsOf(store, sheet).map(({ state, isOpen }) =>
    isOpen ? COLUMNS.filter((column) => column !== "denominator" || state.shape.paired) : [],
  );
}

/** Which cell an input is. */
export function cellOf(input: EventTarget | null): Cell | null {
  if (!(input instanceof HTMLElement)) return null;
  const [row, column] = input.dataset.cell?.split(":") ?? [];
  return row === undefined ? null : { row: Number(row), column: column as Column };
}

/** Which cell of the table the pointer is over, also where the row takes no input. */
function cellAt(target: EventTarget): Cell | null {
  if (!(target instanceof Element)) return null;
  const column = target.closest<HTMLElement>("[data-column]")?.dataset.column;
  const row = target.closest<HTMLElement>("[data-row]")?.dataset.row;
  return column && row ? { row: Number(row), column: column as Column } : null;
}

/** Puts the focus into a cell. A number marks its text by itself, so that typing replaces it; a note is marked here. */
export function focusCell({ row, column }: Cell): void {
  const input = document.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`);
  input?.focus();
  if (column === "note" && input instanceof HTMLInputElement) input.select();
}
