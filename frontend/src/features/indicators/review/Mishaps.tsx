import { Button } from "../../../ui/Button";
import { Banner } from "../../../ui/states";
import { review as words } from "../../../words/vi/review";
import type { Mishap } from "./deciding";

/** Decisions that did not come about: who was faster, or why the server refused. */
export function Mishaps({ mishaps, onOpen }: { mishaps: readonly Mishap[]; onOpen: (id: string) => void }) {
  return mishaps.map(({ id, text, waits }) => (
    <Banner key={id} tone={waits ? "error" : "note"}>
      {text}{" "}
      {waits && (
        <Button size="small" onClick={() => onOpen(id)}>
          {words.open}
        </Button>
      )}
    </Banner>
  ));
}
