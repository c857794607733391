import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ifMatch, send } from "../../api/client";
import { wholeList } from "../../api/lists";
import { asProblem } from "../../api/problem";
import { formatNumber, formatRate } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Select } from "../../ui/inputs";
import { Banner } from "../../ui/states";
import { toast } from "../../ui/Toast";
import { standing } from "../../words/vi/standing";
import { surveys as words } from "../../words/vi/surveys";
import { Loaded } from "../Loaded";
import { type Results, type RoundDetail, resultsQuery, standingQuery } from "./queries";
import styles from "./surveys.module.css";

/** The round's rate as the value of an indicator, submitted for review with its source. */
export function ValueTab({ round }: { round: RoundDetail }) {
  const results = useQuery(resultsQuery(round.id));
  const sheet = useQuery({
    queryKey: ["indicators"],
    queryFn: ({ signal }) =>
      wholeList((query) => send(api.GET("/api/v1/indicators", { params: { query }, signal }))),
    staleTime: 300_000,
  });
  const mine = (sheet.data ?? []).filter(
    (i) =>
      i.measure === "ratio" &&
      (i.lead.unit.code === round.unit.code ||
        i.source_units.includes(round.unit.code.split(":").at(-1) ?? "")),
  );
  if (!round.may.give_value) return <p>{words.giveNot}</p>;
  return (
    <Loaded query={sheet}>
      {() =>
        mine.length === 0 ? (
          <p>{words.giveNone}</p>
        ) : (
          <Loaded query={results}>
            {(read) => (
              <GiveForm
                round={round}
                results={read}
                choices={mine.map((i) => ({ value: i.code, label: `${i.code} ${i.short_name}` }))}
              />
            )}
          </Loaded>
        )
      }
    </Loaded>
  );
}

interface GiveFormProps {
  round: RoundDetail;
  results: Results;
  choices: { value: string; label: string }[];
}

function GiveForm({ round, results, choices }: GiveFormProps) {
  const queryClient = useQueryClient();
  const usual = choices.find((choice) => choice.value === "A4") ?? choices[0];
  const [code, setCode] = useState(usual?.value ?? "");
  const present = useQuery(standingQuery(round.unit.code, code, round.period.code));
  const value = present.data;
  const fixed = value?.state === "submitted" || value?.state === "approved";
  const give = useMutation({
    mutationFn: () =>
      send(
        api.POST("/api/v1/survey-rounds/{round_id}/indicator-values", {
          params: { path: { round_id: round.id }, header: value ? ifMatch(value.version) : {} },
          body: { indicator: code, period: round.period.code },
        }),
      ),
    onSuccess: (made) => {
      toast(t(words.given, { code, satisfied: made.numerator ?? "", count: made.denominator ?? "" }));
      return queryClient.invalidateQueries({ queryKey: ["indicator-values"] });
    },
  });
  const hidden = results.rate === null;
  const held = results.held.length > 0;
  return (
    <form
      className={styles.give}
      onSubmit={(event) => {
        event.preventDefault();
        if (!give.isPending) give.mutate();
      }}
    >
      <p>{t(words.giveText, { unit: round.unit.name, period: round.period.label })}</p>
      <Field label={words.indicator}>
        {(control) => (
          <Select
            {...control}
            value={code}
            options={choices}
            onChange={(event) => setCode(event.target.value)}
          />
        )}
      </Field>
      {!hidden && (
        <p className={styles.numbers}>
          {t(words.giveNumbers, {
            satisfied: formatNumber(results.satisfied),
            count: formatNumber(results.count),
            rate: formatRate(results.rate),
          })}
        </p>
      )}
      {value && (
        <Banner tone={fixed ? "warn" : "note"} icon="info">
          {t(words.giveStanding, {
            satisfied: formatNumber(value.numerator),
            count: formatNumber(value.denominator),
            state: standing.state[value.state],
          })}{" "}
          {fixed && words.giveFixed}
        </Banner>
      )}
      {hidden && <Banner tone="note">{words.giveHidden}</Banner>}
      {held && (
        <Banner tone="warn" icon="alert">
          {words.giveHeld}
        </Banner>
      )}
      {give.error && <Banner tone="error">{asProblem(give.error).detail}</Banner>}
      <div>
        <Button
          type="submit"
          variant="primary"
          icon="send"
          busy={give.isPending}
          disabled={hidden || held || fixed || present.isPending}
        >
          {words.giveNow}
        </Button>
      </div>
    </form>
  );
}
