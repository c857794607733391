import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { t } from "../../../lib/i18n";
import { toast } from "../../../ui/Toast";
import { entry as words } from "../../../words/vi/entry";
import styles from "./EntryTable.module.css";
import type { EntererMove } from "./entryStore";
import type { Line } from "./queries";
import { isComplete } from "./rowState";
import type { Row, Store } from "./stores";
import { tellMoved } from "./submitting";

/** Handing one row in, or taking it back before it is reviewed. A refusal is said below the row. */
export function RowActions({ store, line, state }: { store: Store; line: Line; state: Row }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const make = async (move: EntererMove) => {
    setBusy(true);
    try {
      await store.move(line.code, move);
      toast(t(move === "submissions" ? words.sent : words.withdrawn, { code: line.code }));
    } catch {
      // The store shows the refusal at the row; an unreachable server leaves the row as it was.
      if (!store.get(line.code)?.refusals.length) toast(words.notMoved, { icon: "offline" });
    } finally {
      setBusy(false);
      tellMoved(client);
    }
  };
  if (state.value?.may.submit && isComplete(state)) {
    return (
      <ActionLink
        label={t(words.sendOne, { code: line.code })}
        busy={busy}
        onClick={() => make("submissions")}
      >
        {words.send}
      </ActionLink>
    );
  }
  if (state.value?.may.withdraw) {
    return (
      <ActionLink
        label={t(words.withdrawOne, { code: line.code })}
        busy={busy}
        onClick={() => make("withdrawals")}
      >
        {words.withdraw}
      </ActionLink>
    );
  }
  return null;
}

interface ActionLinkProps {
  label: string;
  busy: boolean;
  onClick: () => void;
  children: string;
}

function ActionLink({ label, busy, onClick, children }: ActionLinkProps) {
  return (
    <button
      type="button"
      className={styles.action}
      aria-label={label}
      aria-disabled={busy || undefined}
      onClick={() => busy || onClick()}
    >
      {children}
    </button>
  );
}
