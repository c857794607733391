import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, send } from "../../api/client";
import { useMe } from "../../api/me";
import { faultAt, restOf } from "../../api/problem";
import { dayOf } from "../../lib/format";
import { Button } from "../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Select, TextInput } from "../../ui/inputs";
import { Banner } from "../../ui/states";
import { general } from "../../words/vi/general";
import { surveys as words } from "../../words/vi/surveys";
import { FormFaults } from "../FormFaults";
import { readPopulation } from "./numbers";
import { periodsQuery, type RoundDetail } from "./queries";
import { useUnits } from "./units";

const POINTERS = ["/unit", "/period", "/population", "/opens_on", "/closes_on"];

/** A new round from the built-in questions: for which unit and period, and about how many people. */
export function CreateDialog({
  onMade,
  onClose,
}: {
  onMade: (round: RoundDetail) => void;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const home = useMe()?.memberships[0]?.unit.code ?? "";
  const units = useUnits();
  const periods = useQuery(periodsQuery).data ?? [];
  const usual = periods.filter((p) => p.kind === "half_year").at(-1)?.code ?? "";
  const [form, setForm] = useState({
    unit: "",
    period: "",
    population: "",
    from: dayOf(new Date()),
    until: "",
  });
  const [tries, setTries] = useState(0);
  const unit = form.unit || (units.some((u) => u.value === home) ? home : "");
  const period = form.period || usual;
  const population = readPopulation(form.population);
  const create = useMutation({
    mutationFn: () =>
      send(
        api.POST("/api/v1/survey-rounds", {
          body: {
            unit,
            period,
            template: "one_stop_3",
            target: "95",
            opens_on: form.from || null,
            closes_on: form.until || null,
            population: population ?? null,
          },
        }),
      ),
    onSuccess: async (round) => {
      await queryClient.invalidateQueries({ queryKey: ["survey-rounds"] });
      onMade(round);
    },
  });
  const missing = {
    unit: unit ? undefined : words.needsUnit,
    period: period ? undefined : words.needsPeriod,
    population: population === undefined ? words.badPopulation : undefined,
  };
  const error = (field: keyof typeof missing) =>
    (tries > 0 && missing[field]) || faultAt(create.error, `/${field}`);
  const rest = restOf(create.error, POINTERS);
  return (
    <Dialog title={words.create} onClose={onClose}>
      <DialogForm
        onSubmit={() => {
          setTries(tries + 1);
          if (!create.isPending && !Object.values(missing).some(Boolean)) create.mutate();
        }}
      >
        <FormFaults
          tries={tries}
          faults={[
            ["don-vi", error("unit") || undefined],
            ["ky", error("period") || undefined],
            ["tong-the", error("population") || undefined],
          ]}
        />
        {rest && <Banner tone="error">{rest}</Banner>}
        <p className="meta">{words.template}</p>
        <Field label={words.unit} id="don-vi" error={error("unit") || undefined}>
          {(control) => (
            <Select
              {...control}
              value={unit}
              options={[{ value: "", label: words.chooseUnit }, ...units]}
              onChange={(event) => setForm({ ...form, unit: event.target.value })}
            />
          )}
        </Field>
        <Field label={words.period} id="ky" error={error("period") || undefined}>
          {(control) => (
            <Select
              {...control}
              value={period}
              options={[
                { value: "", label: words.choosePeriod },
                ...periods.map((p) => ({ value: p.code, label: p.label })),
              ]}
              onChange={(event) => setForm({ ...form, period: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={words.population}
          hint={words.populationHint}
          id="tong-the"
          optional
          error={error("population") || undefined}
        >
          {(control) => (
            <TextInput
              {...control}
              inputMode="numeric"
              value={form.population}
              onChange={(event) => setForm({ ...form, population: event.target.value })}
            />
          )}
        </Field>
        <Field label={words.opensOn} error={faultAt(create.error, "/opens_on")}>
          {(control) => (
            <TextInput
              {...control}
              type="date"
              value={form.from}
              onChange={(event) => setForm({ ...form, from: event.target.value })}
            />
          )}
        </Field>
        <Field label={words.closesOn} optional error={faultAt(create.error, "/closes_on")}>
          {(control) => (
            <TextInput
              {...control}
              type="date"
              value={form.until}
              onChange={(event) => setForm({ ...form, until: event.target.value })}
            />
          )}
        </Field>
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={create.isPending}>
            {words.create}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}
