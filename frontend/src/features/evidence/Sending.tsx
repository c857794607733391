import { t } from "../../lib/i18n";
import { Button, IconButton } from "../../ui/Button";
import { evidence as words } from "../../words/vi/evidence";
import styles from "./Evidence.module.css";
import { sizeText } from "./kinds";
import type { Item, Queue, Stage } from "./sending";

/** The files on their way, each with how far it is and what can be done about it. */
export function Sending({ queue, items }: { queue: Queue; items: readonly Item[] }) {
  return (
    <>
      <ul className={styles.files}>
        {items.map((item) => (
          <Line key={item.key} queue={queue} item={item} />
        ))}
      </ul>
      <p className="visually-hidden" aria-live="polite">
        {items.map(spoken).filter(Boolean).join(". ")}
      </p>
    </>
  );
}

function Line({ queue, item: { key, file, stage } }: { queue: Queue; item: Item }) {
  const named = { name: file.name };
  return (
    <li>
      <span className={styles.name}>{file.name}</span>
      <span className={styles.size}>{sizeText(file.size)}</span>
      {stage.is === "sending" && (
        <progress className={styles.bar} value={stage.part} aria-label={file.name} />
      )}
      <IconButton
        className={styles.dismiss}
        icon="close"
        label={t(stage.is === "failed" ? words.dismissOf : words.cancelOf, named)}
        onClick={() => queue.cancel(key)}
      />
      <span
        className={stage.is === "failed" ? styles.failed : styles.stage}
        role={stage.is === "failed" ? "alert" : undefined}
      >
        {textOf(stage)}
      </span>
      {stage.is === "same" && (
        <>
          <Button size="small" variant="primary" onClick={() => queue.settle(key, true)}>
            {words.reuse}
          </Button>
          <Button size="small" onClick={() => queue.settle(key, false)}>
            {words.sendAnyway}
          </Button>
        </>
      )}
      {((stage.is === "failed" && !stage.final) || stage.is === "offline") && (
        <Button
          size="small"
          icon="retry"
          aria-label={t(words.againOf, named)}
          onClick={() => queue.retry(key)}
        >
          {words.again}
        </Button>
      )}
    </li>
  );
}

function textOf(stage: Stage): string {
  switch (stage.is) {
    case "sending":
      return stage.part < 1 ? t(words.sending, { percent: Math.floor(stage.part * 100) }) : words.checking;
    case "same":
      return t(words.same, { name: stage.known.filename, unit: stage.known.unit });
    case "failed":
      return stage.why;
    default:
      return words[stage.is];
  }
}

/** Read aloud in steps of a quarter, so that a screen reader is not talking all the time. */
function spoken({ file, stage }: Item): string {
  if (stage.is !== "sending") return "";
  return t(words.progress, { name: file.name, percent: Math.floor(stage.part * 4) * 25 });
}
