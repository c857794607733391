import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";

const SLOT = "dau-trang-phu";

/** The place in the header where a page may say how its saving goes; stands once, in the shell. */
export function HeaderSlot() {
  return <div id={SLOT} />;
}

/** Shows its children in the header: `<InHeader><SyncBadge /></InHeader>`. */
export function InHeader({ children }: { children: ReactNode }) {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  useEffect(() => setSlot(document.getElementById(SLOT)), []);
  return slot && createPortal(children, slot);
}
