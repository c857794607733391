import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Me } from "../../../api/me";
import { formatDay } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { useNarrow } from "../../../lib/narrow";
import { Banner } from "../../../ui/states";
import { toast } from "../../../ui/Toast";
import { entry as words } from "../../../words/vi/entry";
import { overviewQuery } from "../reading/queries";
import { Failures } from "./EntryBar";
import { EntryFoot } from "./EntryFoot";
import { EntryGrid } from "./EntryGrid";
import styles from "./EntryPage.module.css";
import { PhoneEntry } from "./PhoneEntry";
import type { Sheet } from "./queries";
import { type Store, useReady, useStore } from "./stores";
import { type Outcome, sendAll, sendable, tellMoved } from "./submitting";
import { focusCell } from "./useGrid";

interface EntrySheetProps {
  me: Me;
  sheet: Sheet;
  /** The indicator whose cell the person came for. */
  focus: string | undefined;
}

/** The rows of a unit in a period, ready to be typed into: a table, or one indicator at a time on a phone. */
export function EntrySheet({ me, sheet, focus }: EntrySheetProps) {
  const store = useStore(me.id, sheet);
  const { progress, outOf, outcome, onSendAll } = useSending(store);
  const groups = useGroups(sheet.period.code);
  const phone = useNarrow();
  const ready = useReady(store);
  useFocusOnce(ready && !phone ? sheet.rows.findIndex(({ indicator }) => indicator.code === focus) : -1);
  if (!ready) return null;
  const sending = { store, sheet, progress, outOf, onSendAll };
  return (
    <>
      <Notes me={me} sheet={sheet} />
      {outcome && outcome.failed.length > 0 && (
        <div className={styles.notes}>
          <Failures outcome={outcome} />
        </div>
      )}
      {phone ? (
        <PhoneEntry {...sending} focus={focus} />
      ) : (
        <>
          <EntryGrid {...sending} groups={groups} />
          <EntryFoot sheet={sheet} />
        </>
      )}
    </>
  );
}

/** What the person should know before typing: frozen, read-only, for another unit, or late. */
function Notes({ me, sheet: { unit, period, rows } }: { me: Me; sheet: Sheet }) {
  if (period.locked_on)
    return (
      <Banner tone="note" icon="lock">
        {t(words.locked, { day: formatDay(period.locked_on) })}
      </Banner>
    );
  const mayEdit = rows.some((row) => row.may_edit || row.value?.may.edit || row.value?.may.withdraw);
  const isHome = me.memberships.some((membership) => membership.unit.code === unit.code);
  return (
    <div className={styles.notes}>
      {!isHome && mayEdit && <Banner tone="note">{t(words.onBehalf, { unit: unit.short_name })}</Banner>}
      {period.is_late && mayEdit && (
        <Banner tone="warn" icon="clock">
          {words.lateNote}
        </Banner>
      )}
    </div>
  );
}

/** Handing in all complete rows: progress on the way, what failed at the end. */
function useSending(store: Store) {
  const client = useQueryClient();
  const [progress, setProgress] = useState<number | null>(null);
  const [outOf, setOutOf] = useState(0);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const onSendAll = async () => {
    const codes = sendable(store.all());
    if (codes.length === 0 || progress !== null) return;
    setOutOf(codes.length);
    setOutcome(null);
    const done = await sendAll(store, codes, setProgress);
    setProgress(null);
    setOutcome(done);
    tellMoved(client);
    if (done.failed.length === 0) toast(t(words.sentAll, { count: done.sent }));
  };
  return { progress, outOf, outcome, onSendAll: () => void onSendAll() };
}

/** The names of the plan's groups of targets; the sheet stands without them while they are read. */
function useGroups(period: string): ReadonlyMap<string, string> {
  const groups = useQuery(overviewQuery(period)).data?.groups ?? [];
  return new Map(groups.map(({ code, name }) => [code, name]));
}

function useFocusOnce(row: number): void {
  const done = useRef(false);
  useEffect(() => {
    if (row < 0 || done.current) return;
    done.current = true;
    focusCell({ row, column: "numerator" });
  }, [row]);
}
