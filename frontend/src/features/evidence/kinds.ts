/** What the server takes, said before anything is sent. The server decides. */

import { evidence as words } from "../../words/vi/evidence";

const ENDINGS = ["pdf", "docx", "xlsx", "jpg", "jpeg", "png", "webp", "csv", "txt"];
const MOST = 50 * 1024 * 1024;

/** For a chooser of files. */
export const ACCEPT = ENDINGS.map((ending) => `.${ending}`).join(",");

/** What is wrong with a file that would be refused anyway; null when nothing is. */
export function refusal(file: File): string | null {
  const ending = file.name.split(".").pop()?.toLowerCase() ?? "";
  if (!ENDINGS.includes(ending)) return words.wrongKind;
  if (file.size === 0) return words.empty;
  return file.size > MOST ? words.tooLarge : null;
}

/** `12,4 MB`. */
export function sizeText(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  if (megabytes >= 0.1) return `${megabytes.toFixed(1).replace(".", ",")} MB`;
  return `${Math.max(1, Math.round(bytes / 1024))} kB`;
}
