import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { asProblem } from "../../api/problem";
import { t } from "../../lib/i18n";
import { Actions, Dialog } from "../../ui/Dialog";
import { ErrorState, Skeleton } from "../../ui/states";
import { evidence as words } from "../../words/vi/evidence";
import styles from "./Evidence.module.css";
import { contentQuery, type FileRef } from "./queries";

/** A file in a window of its own: pictures and PDF are shown, everything can be saved. */
export function Preview({ file, onClose }: { file: FileRef; onClose: () => void }) {
  const content = useQuery(contentQuery(file));
  const address = useAddress(content.data);
  return (
    <Dialog title={file.filename} wide onClose={onClose}>
      {content.isError && (
        <ErrorState text={asProblem(content.error).detail} onRetry={() => void content.refetch()} />
      )}
      {content.isPending && <Skeleton rows={4} />}
      {address !== null && (
        <>
          <Shown file={file} address={address} />
          <Actions>
            {isShown(file) && (
              <a href={address} target="_blank" rel="noopener noreferrer">
                {words.newTab}
              </a>
            )}
            <a href={address} download={file.filename}>
              {words.download}
            </a>
          </Actions>
        </>
      )}
    </Dialog>
  );
}

function Shown({ file, address }: { file: FileRef; address: string }) {
  const title = t(words.preview, { name: file.filename });
  if (file.media_type.startsWith("image/"))
    return <img className={styles.picture} src={address} alt={title} />;
  if (file.media_type === "application/pdf")
    return <iframe className={styles.paper} src={address} title={title} />;
  return <p>{words.noPreview}</p>;
}

function isShown(file: FileRef): boolean {
  return file.media_type.startsWith("image/") || file.media_type === "application/pdf";
}

/** An address for the content for as long as it is on the screen. */
function useAddress(content: Blob | undefined): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!content) return;
    const made = URL.createObjectURL(content);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  return address;
}
