/** Approving and returning without waiting: the value leaves the queue at once and comes back if it was refused. */

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "../../../api/problem";
import { formatTime } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { toast } from "../../../ui/Toast";
import { review as words } from "../../../words/vi/review";
import { type Decision, decide, queueQuery, readValue, type Value } from "./queue";

/** A sentence about a decision that did not come about. */
export interface Mishap {
  id: string;
  text: string;
  /** Whether the value still waits, so that it can be opened again. */
  waits: boolean;
}

/** Deciding, and what became of it. */
export interface Deciding {
  /** The values that are decided or on their way. */
  gone: ReadonlySet<string>;
  mishaps: readonly Mishap[];
  decideNow: (value: Value, decision: Decision) => void;
}

/** The reviewer's decisions since the page opened. */
export function useDeciding(): Deciding {
  const client = useQueryClient();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [mishaps, setMishaps] = useState<readonly Mishap[]>([]);

  const back = (id: string) => setGone((now) => new Set([...now].filter((one) => one !== id)));
  const run = async (value: Value, decision: Decision) => {
    setGone((now) => new Set(now).add(value.id));
    setMishaps((now) => now.filter(({ id }) => id !== value.id));
    try {
      await decide(value, decision);
      toast(t(decision.move === "approve" ? words.approved : words.returned, namesOf(value)));
    } catch (error) {
      const mishap = await mishapOf(value, error);
      setMishaps((now) => [...now, mishap]);
      if (mishap.waits) back(value.id);
    }
    await client.invalidateQueries({ queryKey: queueQuery.queryKey });
    for (const key of ["waiting", "indicator-values", "overview", "indicator", "entry-sheet"]) {
      void client.invalidateQueries({ queryKey: [key] });
    }
    // What was handed in again later is another matter than what was decided now.
    back(value.id);
  };
  return { gone, mishaps, decideNow: (value, decision) => void run(value, decision) };
}

/** Whether somebody else was faster, and who; else the server's own sentence. */
async function mishapOf(value: Value, error: unknown): Promise<Mishap> {
  const problem = asProblem(error);
  const names = namesOf(value);
  const now = [404, 409, 412].includes(problem.status) ? await readValue(value.id).catch(() => null) : null;
  if (now === null) {
    return {
      id: value.id,
      text: t(words.failed, { ...names, reason: problem.detail }),
      waits: problem.status !== 404,
    };
  }
  if (now.state === "submitted") return { id: value.id, text: t(words.raced.changed, names), waits: true };
  if (now.state === "draft" || !now.reviewed) {
    return { id: value.id, text: t(words.raced.draft, names), waits: false };
  }
  const done = { ...names, name: now.reviewed.by_name, time: formatTime(now.reviewed.at) };
  return { id: value.id, text: t(words.raced[now.state], done), waits: false };
}

function namesOf({ indicator, unit }: Value): { code: string; unit: string } {
  return { code: indicator.code, unit: unit.short_name };
}
