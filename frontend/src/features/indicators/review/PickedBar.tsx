import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { review as words } from "../../../words/vi/review";
import type { Round } from "./deciding";
import styles from "./PickedBar.module.css";
import type { Picking, Warnings } from "./picking";

interface PickedBarProps {
  picking: Picking;
  warnings: Warnings;
  round: Round | null;
  onApprove: () => void;
}

/** Approving what is picked, together; only where nothing asks for a look of its own. */
export function PickedBar({ picking: { picked, leave, clear }, warnings, round, onApprove }: PickedBarProps) {
  const warned = picked.filter(({ id }) => warnings.warned.has(id)).map(({ id }) => id);
  const said = words.picked;
  const why = {
    known: warned.length > 0 ? t(said.warned, { count: warned.length }) : null,
    reading: t(said.checking, { count: picked.length }),
    failed: said.unknown,
  }[warnings.state];
  return (
    <div className={styles.bar}>
      <Button
        variant="primary"
        busy={round !== null}
        disabled={round === null && why !== null}
        onClick={onApprove}
        aria-describedby="ly-do-chon"
        aria-keyshortcuts="a"
      >
        {round
          ? t(said.approving, { done: round.done, all: round.all })
          : t(said.approve, { count: picked.length })}
      </Button>
      {warned.length > 0 && <Button onClick={() => leave(warned)}>{said.leaveWarned}</Button>}
      <Button variant="quiet" onClick={clear}>
        {said.clear}
      </Button>
      <p id="ly-do-chon" className={styles.why} role="status">
        {why}
      </p>
    </div>
  );
}
