import { useState } from "react";
import { general } from "../words/vi/general";
import { Button } from "./Button";
import styles from "./CopyBox.module.css";

/** A secret or link that is shown once, with a button that copies it. */
export function CopyBox({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
      setTimeout(() => setCopied(false), 3000);
    } catch {
      // Without the clipboard (plain http in a ward's network) the text is still there to select by one click.
      setCopied(false);
    }
  };
  return (
    <div className={styles.box}>
      <div className={styles.label}>{label}</div>
      <div className={styles.line}>
        <code className={styles.value}>{value}</code>
        <Button icon={copied ? "check" : "copy"} onClick={copy} className="no-print">
          {copied ? general.copied : general.copy}
        </Button>
      </div>
      <span className="visually-hidden" aria-live="polite">
        {copied ? general.copied : ""}
      </span>
    </div>
  );
}
