/** Which values of the queue are picked to be approved together, and which of them carry a warning. */

import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { sheetQuery } from "../entry/queries";
import { stretch, type Value } from "./queue";
import { warningOf } from "./reading";

/** The picked values of the queue. */
export interface Picking {
  picked: readonly Value[];
  ids: ReadonlySet<string>;
  /** Picks or leaves one; `whole` picks everything between the one picked before and this one. */
  pick: (value: Value, whole: boolean) => void;
  pickAll: () => void;
  leave: (ids: readonly string[]) => void;
  clear: () => void;
}

/** Picking among the values that are shown; what the person may not review cannot be picked. */
export function usePicking(shown: readonly Value[]): Picking {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string>();
  const mine = shown.filter(({ may }) => may.review);
  const picked = mine.filter(({ id }) => ids.has(id));
  return {
    picked,
    ids: new Set(picked.map(({ id }) => id)),
    pick(value, whole) {
      if (whole) {
        const between = stretch(shown, anchor, value.id).map(({ id }) => id);
        setIds(new Set([...ids, ...between]));
      } else {
        const others = [...ids].filter((id) => id !== value.id);
        setIds(new Set(ids.has(value.id) ? others : [...others, value.id]));
      }
      setAnchor(value.id);
    },
    pickAll: () => setIds(picked.length === mine.length ? new Set() : new Set(mine.map(({ id }) => id))),
    leave: (gone) => setIds(new Set([...ids].filter((id) => !gone.includes(id)))),
    clear: () => setIds(new Set()),
  };
}

/** What is known of the warnings of some values. */
export interface Warnings {
  state: "known" | "reading" | "failed";
  warned: ReadonlySet<string>;
}

/** Reads the sheets that the values come from: only they know the period before. */
export function useWarnings(values: readonly Value[]): Warnings {
  const places = [...new Map(values.map((value) => [placeOf(value), value])).values()];
  const sheets = useQueries({
    queries: places.map(({ unit, period }) => ({ ...sheetQuery(unit.code, period.code), staleTime: 60_000 })),
  });
  const found = new Map(places.map((value, at) => [placeOf(value), sheets[at]?.data]));
  const warned = values.filter((value) => {
    const row = found
      .get(placeOf(value))
      ?.rows.find(({ indicator }) => indicator.code === value.indicator.code);
    return value.standing.standing === "breached" || (row !== undefined && warningOf(value, row) !== null);
  });
  const isFailed = sheets.some(({ isError, data }) => isError && data === undefined);
  const isReading = sheets.some(({ data }) => data === undefined);
  return {
    state: isFailed ? "failed" : isReading ? "reading" : "known",
    warned: new Set(warned.map(({ id }) => id)),
  };
}

function placeOf({ unit, period }: Value): string {
  return `${unit.code}/${period.code}`;
}
