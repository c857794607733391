import { Button } from "../../../ui/Button";
import { Banner } from "../../../ui/states";
import { review as words } from "../../../words/vi/review";
import type { Mishap } from "./deciding";
import styles from "./ReviewPage.module.css";

/** Decisions that did not come about: who was faster, or why the server refused. */
export function Mishaps({ mishaps, onOpen }: { mishaps: readonly Mishap[]; onOpen: (id: string) => void }) {
  if (mishaps.length === 0) return null;
  return (
    <div className={styles.mishaps}>
      {mishaps.map(({ id, text, waits }) => (
        <Banner key={id} tone={waits ? "error" : "note"}>
          {text}{" "}
          {waits && (
            <Button size="small" onClick={() => onOpen(id)}>
              {words.open}
            </Button>
          )}
        </Banner>
      ))}
    </div>
  );
}
