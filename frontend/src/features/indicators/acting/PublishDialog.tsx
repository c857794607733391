/** Which approved figures of a period will be shown to everybody, all of them in sight before it is done. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { asProblem } from "../../../api/problem";
import { formatNumber } from "../../../lib/format";
import { Button } from "../../../ui/Button";
import { Actions, Dialog } from "../../../ui/Dialog";
import { BarSelect } from "../../../ui/inputs";
import { Banner, Empty } from "../../../ui/states";
import { toast } from "../../../ui/Toast";
import { general } from "../../../words/vi/general";
import { overview } from "../../../words/vi/overview";
import { Loaded } from "../../Loaded";
import type { Value } from "../indicator/measured";
import type { Overview } from "../overview/filters";
import { publishableQuery } from "../reading/queries";
import { publish, readAgain } from "./moving";
import styles from "./PublishDialog.module.css";

const { publish: words } = overview;
/** As many as one call takes. */
const MOST = 500;

interface Props {
  overview: Overview;
  onClose: () => void;
}

export function PublishDialog({ overview: { period, groups }, onClose }: Props) {
  const client = useQueryClient();
  const [group, setGroup] = useState("");
  const query = useQuery(publishableQuery(period.code));
  const inGroup = new Set(groups.find(({ code }) => code === group)?.indicators.map(({ code }) => code));
  const values = (query.data ?? [])
    .filter(({ indicator }) => group === "" || inGroup.has(indicator.code))
    .slice(0, MOST);
  const send = useMutation({
    mutationFn: () => publish(values),
    onSuccess: (done) => {
      toast(words.done(done.count));
      void readAgain(client);
      onClose();
    },
    onError: () => query.refetch(),
  });
  return (
    <Dialog title={words.title(period.label)} onClose={onClose} wide>
      <p>{words.text}</p>
      {send.error && (
        <Banner tone="error">
          {asProblem(send.error).detail} {words.stale}
        </Banner>
      )}
      <BarSelect
        label={words.group}
        options={[
          { value: "", label: words.allGroups },
          ...groups.map(({ code, short_name }) => ({ value: code, label: `${code}. ${short_name}` })),
        ]}
        value={group}
        onChange={(event) => setGroup(event.target.value)}
      />
      <Loaded query={query} rows={4}>
        {() => (values.length === 0 ? <Empty title={words.none} /> : <ValueList values={values} />)}
      </Loaded>
      <Actions>
        <Button onClick={onClose}>{general.cancel}</Button>
        {values.length > 0 && (
          <Button variant="primary" busy={send.isPending} onClick={() => send.mutate()}>
            {words.action(values.length)}
          </Button>
        )}
      </Actions>
    </Dialog>
  );
}

function ValueList({ values }: { values: Value[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section className={styles.scroll} aria-label={words.list} tabIndex={0}>
      <ul className={styles.list}>
        {values.map((value) => (
          <li key={value.id}>
            <span>
              <b>{value.indicator.code}</b> {value.indicator.short_name}
              <span className="meta"> {value.unit.short_name}</span>
            </span>
            <b className="so">
              {formatNumber(value.rate)}
              {value.indicator.measure === "ratio" && value.rate !== null && "%"}
            </b>
          </li>
        ))}
      </ul>
    </section>
  );
}
