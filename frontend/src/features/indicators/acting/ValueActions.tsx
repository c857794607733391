/** What the person may do with one figure after its approval, each with its dialog. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { asProblem } from "../../../api/problem";
import { Button } from "../../../ui/Button";
import { toast } from "../../../ui/Toast";
import { indicator as words } from "../../../words/vi/indicator";
import { ConfirmDialog } from "../../ConfirmDialog";
import type { Indicator, Value } from "../indicator/measured";
import { CorrectDialog } from "./CorrectDialog";
import { keepOld, publish, readAgain, reopen, unpublish } from "./moving";
import { ReasonDialog } from "./ReasonDialog";

type Open = "correction" | "reopening" | "unpublishing" | "keeping" | null;

interface Props {
  indicator: Indicator;
  value: Value;
}

export function ValueActions({ indicator, value }: Props) {
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const done = (word: string) => {
    toast(word);
    return readAgain(client);
  };
  const place = [value.unit.short_name, value.period.label] as const;
  const publishNow = () =>
    publish([value]).then(
      () => done(words.publishing.done),
      (error: unknown) => toast(asProblem(error).detail),
    );
  return (
    <>
      {value.may.publish && (
        <Button variant="quiet" size="small" onClick={() => void publishNow()}>
          {words.publishing.button}
        </Button>
      )}
      {value.may.correct && (
        <Button variant="quiet" size="small" onClick={() => setOpen("correction")}>
          {words.correction.button}
        </Button>
      )}
      {value.may.reopen && (
        <Button variant="quiet" size="small" onClick={() => setOpen("reopening")}>
          {words.reopening.button}
        </Button>
      )}
      {value.may.unpublish && (
        <Button variant="quiet" size="small" onClick={() => setOpen("unpublishing")}>
          {words.unpublishing.button}
        </Button>
      )}
      {value.correcting && value.may.withdraw && (
        <Button variant="quiet" size="small" onClick={() => setOpen("keeping")}>
          {words.keeping.button}
        </Button>
      )}
      {open === "correction" && (
        <CorrectDialog
          indicator={indicator}
          value={value}
          onDone={() => {
            close();
            void done(words.correction.done);
          }}
          onClose={close}
        />
      )}
      {(open === "reopening" || open === "unpublishing") && (
        <ReasonDialog
          title={words[open].title(...place)}
          text={words[open].text}
          label={words[open].reason}
          action={words[open].button}
          onDo={async (reason) => {
            await (open === "reopening" ? reopen : unpublish)(value, reason);
            void done(words[open].done);
          }}
          onClose={close}
        />
      )}
      {open === "keeping" && (
        <ConfirmDialog
          title={words.keeping.title(...place)}
          text={words.keeping.text}
          action={words.keeping.button}
          onConfirm={async () => {
            await keepOld(value);
            void done(words.keeping.done);
          }}
          onClose={close}
        />
      )}
    </>
  );
}
