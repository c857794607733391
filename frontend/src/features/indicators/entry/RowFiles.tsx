import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { EvidenceButton } from "../../evidence/EvidenceButton";
import type { Line } from "./queries";
import type { Row } from "./stores";

/** The files on which a row's value rests. They can be added once the value has been saved. */
export function RowFiles({ line, state, editable }: { line: Line; state: Row; editable: boolean }) {
  const client = useQueryClient();
  const onChanged = useCallback(() => void client.invalidateQueries({ queryKey: ["entry-sheet"] }), [client]);
  return (
    <EvidenceButton
      value={state.value}
      code={line.code}
      name={line.short_name}
      editable={editable}
      onChanged={onChanged}
    />
  );
}
