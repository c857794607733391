import { toast } from "../../ui/Toast";
import { notices as words } from "../../words/vi/notices";

/** Puts a text on the clipboard and says so; where the browser forbids it (plain http), says what to do instead. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(words.urge.copied);
  } catch {
    toast(words.urge.notCopied, { icon: "alert" });
  }
}
