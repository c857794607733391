/** Approving and returning without waiting: the value leaves the queue at once and comes back if it was refused. */

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { asProblem } from "../../../api/problem";
import { formatTime } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { toast } from "../../../ui/Toast";
import { review as words } from "../../../words/vi/review";
import { type Decision, decide, queueQuery, readValue, takeBack, type Value } from "./queue";

/** A sentence about a decision that did not come about. */
export interface Mishap {
  id: string;
  text: string;
  /** Whether the value still waits, so that it can be opened again. */
  waits: boolean;
}

/** How many of several approvals are done. */
export interface Round {
  done: number;
  all: number;
}

/** Deciding, and what became of it. */
export interface Deciding {
  /** The values that are decided or on their way. */
  gone: ReadonlySet<string>;
  mishaps: readonly Mishap[];
  /** Several approvals under way; null when none are. */
  round: Round | null;
  decideNow: (value: Value, decision: Decision) => void;
  approveAll: (values: readonly Value[]) => void;
  /** Takes the last decision back while that is on offer. */
  undoLast: () => void;
}

/** How long taking back is on offer; the server allows a minute. */
const ON_OFFER_MS = 10_000;

/** The reviewer's decisions since the page opened; `onBack` hears which value waits again. */
export function useDeciding(onBack: (id: string) => void): Deciding {
  const client = useQueryClient();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [mishaps, setMishaps] = useState<readonly Mishap[]>([]);
  const [round, setRound] = useState<Round | null>(null);
  const last = useRef<{ decided: readonly Value[]; until: number } | null>(null);

  const leave = (values: readonly Value[]) => {
    setGone((now) => new Set([...now, ...values.map(({ id }) => id)]));
    setMishaps((now) => now.filter(({ id }) => !values.some((value) => value.id === id)));
  };
  const back = (ids: readonly string[]) =>
    setGone((now) => new Set([...now].filter((one) => !ids.includes(one))));
  const reread = async (values: readonly Value[]) => {
    await client.invalidateQueries({ queryKey: queueQuery.queryKey });
    for (const key of ["waiting", "indicator-values", "overview", "indicator", "entry-sheet"]) {
      void client.invalidateQueries({ queryKey: [key] });
    }
    // What was handed in again later is another matter than what was decided now.
    back(values.map(({ id }) => id));
  };
  /** The value as decided, or null when it did not come about. */
  const run = async (value: Value, decision: Decision): Promise<Value | null> => {
    try {
      return await decide(value, decision);
    } catch (error) {
      const mishap = await mishapOf(value, error);
      setMishaps((now) => [...now, mishap]);
      if (mishap.waits) back([value.id]);
      return null;
    }
  };
  const offer = (text: string, decided: readonly Value[]) => {
    if (decided.length === 0) return toast(text);
    last.current = { decided, until: Date.now() + ON_OFFER_MS };
    toast(text, { undo: () => void undo(decided) });
  };
  const undo = async (decided: readonly Value[]) => {
    last.current = null;
    let count = 0;
    for (const value of decided) {
      try {
        await takeBack(value);
        count += 1;
      } catch (error) {
        const text = t(words.notTakenBack, { ...namesOf(value), reason: asProblem(error).detail });
        setMishaps((now) => [...now, { id: value.id, text, waits: false }]);
      }
    }
    await reread(decided);
    const [first] = decided;
    if (count === 0 || !first) return;
    toast(decided.length === 1 ? t(words.takenBack, namesOf(first)) : t(words.takenBackAll, { count }));
    onBack(first.id);
  };

  return {
    gone,
    mishaps,
    round,
    decideNow(value, decision) {
      leave([value]);
      void run(value, decision).then((decided) => {
        const sentence = decision.move === "approve" ? words.approved : words.returned;
        if (decided) offer(t(sentence, namesOf(value)), isFinal(value, decision) ? [] : [decided]);
        return reread([value]);
      });
    },
    approveAll(values) {
      leave(values);
      void (async () => {
        const decided: Value[] = [];
        for (const [done, value] of values.entries()) {
          setRound({ done, all: values.length });
          const after = await run(value, { move: "approve" });
          if (after) decided.push(after);
        }
        setRound(null);
        const free = decided.filter(({ id }) => !values.some((value) => value.id === id && value.correcting));
        if (decided.length > 0) offer(t(words.approvedAll, { count: decided.length }), free);
        await reread(values);
      })();
    },
    undoLast() {
      const held = last.current;
      if (held && Date.now() < held.until) void undo(held.decided);
    },
  };
}

/** Figures that took the place of approved ones stay: what is wrong with them is corrected anew. */
function isFinal({ correcting }: Value, { move }: Decision): boolean {
  return move === "approve" && correcting;
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
