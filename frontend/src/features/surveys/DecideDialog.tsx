import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, send } from "../../api/client";
import { restOf } from "../../api/problem";
import { formatDay } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { RadioCards } from "../../ui/Choices";
import { Actions, Dialog, DialogForm } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { TextArea } from "../../ui/inputs";
import { Banner } from "../../ui/states";
import { toast } from "../../ui/Toast";
import { general } from "../../words/vi/general";
import { surveys as words } from "../../words/vi/surveys";
import type { Held, RoundDetail } from "./queries";

type Decision = keyof typeof words.decisions;

/** Whether forms that were held back as a flood count, with a reason that is kept. */
export function DecideDialog({
  round,
  held,
  onClose,
}: {
  round: RoundDetail;
  held: Held;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [decision, setDecision] = useState<Decision>("rejected");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const decide = useMutation({
    mutationFn: () =>
      send(
        api.POST("/api/v1/survey-rounds/{round_id}/quarantine-decisions", {
          params: { path: { round_id: round.id } },
          body: { decision, reason, channel: held.channel, day: held.day },
        }),
      ),
    onSuccess: async ({ count }) => {
      toast(t(words.decided, { count }));
      await queryClient.invalidateQueries({ queryKey: ["survey-rounds", round.id] });
      onClose();
    },
  });
  const rest = restOf(decide.error, []);
  return (
    <Dialog title={words.decideTitle} onClose={onClose}>
      <DialogForm
        onSubmit={() => {
          setTried(true);
          if (!decide.isPending && reason.trim()) decide.mutate();
        }}
      >
        <p>
          {t(words.decideText, {
            count: held.count,
            channel: words.channels[held.channel],
            day: formatDay(held.day),
          })}
        </p>
        {rest && <Banner tone="error">{rest}</Banner>}
        <RadioCards
          legend={words.decision}
          value={decision}
          onChange={setDecision}
          options={(Object.keys(words.decisions) as Decision[]).map((value) => ({
            value,
            label: words.decisions[value].name,
            hint: words.decisions[value].hint,
          }))}
        />
        <Field label={words.reason} error={tried && !reason.trim() ? words.needsReason : undefined}>
          {(control) => (
            <TextArea
              {...control}
              rows={3}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={decide.isPending}>
            {words.keep}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}
