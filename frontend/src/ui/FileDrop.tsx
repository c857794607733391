import { type ClipboardEvent, type DragEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "../lib/cx";
import { Button } from "./Button";
import styles from "./FileDrop.module.css";

interface FileDropProps {
  /** What stands in the zone, before the buttons. */
  children: ReactNode;
  dropHere: string;
  choose: string;
  camera: string;
  hint: ReactNode;
  /** Endings that the chooser offers: `.pdf,.jpg`. */
  accept: string;
  onFiles: (files: File[]) => void;
}

/** A place for files: chosen, photographed, dragged here, or pasted anywhere while it stands on the screen. */
export function FileDrop({ children, dropHere, choose, camera, hint, accept, onFiles }: FileDropProps) {
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const photo = useRef<HTMLInputElement>(null);
  usePasted(onFiles);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    give(event.dataTransfer.files, onFiles);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging has no keys; the buttons inside do the same
    <div
      className={cx(styles.drop, over && styles.over)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <span>{over ? dropHere : children}</span>
      <Button icon="folder" onClick={() => files.current?.click()}>
        {choose}
      </Button>
      <Button icon="camera" onClick={() => photo.current?.click()}>
        {camera}
      </Button>
      <span className={styles.hint}>{hint}</span>
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept={accept}
        aria-label={choose}
        {...taking(onFiles)}
      />
      <input
        ref={photo}
        type="file"
        hidden
        accept="image/jpeg,image/png,image/webp"
        capture="environment"
        aria-label={camera}
        {...taking(onFiles)}
      />
    </div>
  );
}

/** The same file can be chosen again afterwards. */
function taking(onFiles: (files: File[]) => void) {
  return {
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
      if (currentTarget.files) give(currentTarget.files, onFiles);
      currentTarget.value = "";
    },
  };
}

function give(list: FileList, onFiles: (files: File[]) => void): void {
  const files = [...list];
  if (files.length > 0) onFiles(files);
}

function usePasted(onFiles: (files: File[]) => void): void {
  useEffect(() => {
    const onPaste = (event: globalThis.ClipboardEvent | ClipboardEvent) => {
      const list = event.clipboardData?.files;
      // Cells of a table come with a picture of themselves: whoever pastes text means the text.
      if (!list || list.length === 0 || event.clipboardData?.types.includes("text/plain")) return;
      event.preventDefault();
      give(list, onFiles);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, [onFiles]);
}
