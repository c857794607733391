import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, ifMatch, send } from "../../api/client";
import { faultAt, restOf } from "../../api/problem";
import { formatNumber } from "../../lib/format";
import { Button } from "../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { TextInput } from "../../ui/inputs";
import { Banner } from "../../ui/states";
import { general } from "../../words/vi/general";
import { surveys as words } from "../../words/vi/surveys";
import { readPopulation, readTarget } from "./numbers";
import type { RoundDetail } from "./queries";

interface EditDialogProps {
  round: RoundDetail;
  onDone: () => void;
  onClose: () => void;
}

/** What may change about a round at any time; its questions never do. */
export function EditDialog({ round, onDone, onClose }: EditDialogProps) {
  const [form, setForm] = useState({
    title: round.title,
    population: round.population === null ? "" : formatNumber(round.population),
    target: formatNumber(round.target),
    from: round.opens_on,
    until: round.closes_on ?? "",
  });
  const [tries, setTries] = useState(0);
  const population = readPopulation(form.population);
  const target = readTarget(form.target);
  const change = useMutation({
    mutationFn: () =>
      send(
        api.PUT("/api/v1/survey-rounds/{round_id}", {
          params: { path: { round_id: round.id }, header: ifMatch(round.version) },
          body: {
            title: form.title,
            population: population ?? null,
            target: target ?? round.target,
            opens_on: form.from,
            closes_on: form.until || null,
          },
        }),
      ),
    onSuccess: () => {
      onDone();
      onClose();
    },
  });
  const rest = restOf(change.error, ["/title", "/population", "/target", "/opens_on", "/closes_on"]);
  const typed = (field: keyof typeof form) => ({
    value: form[field],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [field]: event.target.value }),
  });
  return (
    <Dialog title={words.editTitle} onClose={onClose}>
      <DialogForm
        onSubmit={() => {
          setTries(tries + 1);
          if (!change.isPending && population !== undefined && target !== undefined) change.mutate();
        }}
      >
        {rest && <Banner tone="error">{rest}</Banner>}
        <Field label={words.name} error={faultAt(change.error, "/title")}>
          {(control) => <TextInput {...control} {...typed("title")} />}
        </Field>
        <Field
          label={words.population}
          hint={words.populationHint}
          optional
          error={
            tries > 0 && population === undefined ? words.badPopulation : faultAt(change.error, "/population")
          }
        >
          {(control) => <TextInput {...control} inputMode="numeric" {...typed("population")} />}
        </Field>
        <Field
          label={words.target}
          error={tries > 0 && target === undefined ? words.badTarget : faultAt(change.error, "/target")}
        >
          {(control) => <TextInput {...control} inputMode="decimal" {...typed("target")} />}
        </Field>
        <Field label={words.opensOn} error={faultAt(change.error, "/opens_on")}>
          {(control) => <TextInput {...control} type="date" {...typed("from")} />}
        </Field>
        <Field label={words.closesOn} optional error={faultAt(change.error, "/closes_on")}>
          {(control) => <TextInput {...control} type="date" {...typed("until")} />}
        </Field>
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={change.isPending}>
            {words.keep}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}
