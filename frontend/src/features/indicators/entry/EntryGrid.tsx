import { EntryBar } from "./EntryBar";
import { EntryTable } from "./EntryTable";
import { PasteDialog } from "./PasteDialog";
import type { Sheet } from "./queries";
import type { Store } from "./stores";
import { useGrid } from "./useGrid";

interface EntryGridProps {
  store: Store;
  sheet: Sheet;
  groups: ReadonlyMap<string, string>;
  progress: number | null;
  outOf: number;
  onSendAll: () => void;
}

/** The table on a desk, with what stands above it, and the preview of a paste. */
export function EntryGrid({ groups, ...sending }: EntryGridProps) {
  const { store, sheet, onSendAll } = sending;
  const grid = useGrid(store, sheet, onSendAll);
  return (
    <>
      <EntryBar {...sending} onPaste={grid.openPaste} />
      <EntryTable store={store} sheet={sheet} groups={groups} grid={grid} />
      {grid.pasting && (
        <PasteDialog
          plan={grid.pasting.plan}
          onText={grid.pasteText}
          onWrite={grid.write}
          onClose={grid.closePaste}
        />
      )}
    </>
  );
}
