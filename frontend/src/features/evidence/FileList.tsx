import { type ReactNode, useState } from "react";
import { t } from "../../lib/i18n";
import { evidence as words } from "../../words/vi/evidence";
import styles from "./Evidence.module.css";
import { sizeText } from "./kinds";
import { Preview } from "./Preview";
import type { FileRef } from "./queries";

interface FileListProps {
  files: readonly FileRef[];
  /** How many there are, with those that the person may not open. */
  count: number;
  /** What the list is called, where it is not simply the evidence. */
  label?: string;
  /** What can be done with a file, at the end of its line. */
  children?: (file: FileRef) => ReactNode;
}

/** Files of evidence; each opens in a window of its own. */
export function FileList({ files, count, label = words.list, children }: FileListProps) {
  const [open, setOpen] = useState<FileRef | null>(null);
  const hidden = count - files.length;
  return (
    <>
      {count > 0 && (
        <ul className={styles.files} aria-label={label}>
          {files.map((file) => (
            <li key={file.id}>
              <button
                type="button"
                className={styles.file}
                aria-label={t(words.open, { name: file.filename })}
                onClick={() => setOpen(file)}
              >
                {file.filename}
              </button>
              <span className={styles.size}>{sizeText(file.size)}</span>
              {children?.(file)}
            </li>
          ))}
          {hidden > 0 && <li className={styles.hidden}>{t(words.hidden, { count: hidden })}</li>}
        </ul>
      )}
      {open !== null && <Preview file={open} onClose={() => setOpen(null)} />}
    </>
  );
}
