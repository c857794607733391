/** Says how many indicators cannot be judged for want of a path, and offers straight lines for all of them at once. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Button } from "../../../ui/Button";
import { Banner } from "../../../ui/states";
import { toast } from "../../../ui/Toast";
import { overview } from "../../../words/vi/overview";
import { ConfirmDialog } from "../../ConfirmDialog";
import { proposeAll, readAgain } from "./moving";

const { propose: words } = overview;

export function ProposePaths({ count }: { count: number }) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  return (
    <div className="no-print">
      <Banner tone="note">
        {words.text(count)}{" "}
        <Button size="small" onClick={() => setOpen(true)}>
          {words.button}
        </Button>
      </Banner>
      {open && (
        <ConfirmDialog
          title={words.title(count)}
          text={words.what}
          action={words.action}
          onConfirm={async () => {
            const done = await proposeAll();
            toast(words.done(done.count, done.from_zero));
            void readAgain(client);
          }}
          onClose={() => setOpen(false)}
        >
          <p>{words.marked}</p>
          <p>{words.after}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
