import { Pill } from "../../../ui/Pill";
import type { Tone } from "../../../ui/tone";
import { entry as words } from "../../../words/vi/entry";
import { standing } from "../../../words/vi/standing";
import { isEntered } from "./reading";
import { type Mark, markOf } from "./rowState";
import type { Row } from "./stores";

const PRESSING: Partial<Record<Mark, Tone>> = {
  error: "off_track",
  conflict: "off_track",
  ask: "at_risk",
  waiting: "at_risk",
};

/** Where a row stands: what presses most, else the state that the server keeps. */
export function StatePill({ state }: { state: Row }) {
  const mark = markOf(state);
  const pressing = PRESSING[mark];
  if (pressing) return <Pill tone={pressing}>{words.mark[mark as keyof typeof words.mark]}</Pill>;
  if (state.value && (state.value.state !== "draft" || isEntered(state))) {
    return <Pill tone={state.value.state}>{standing.state[state.value.state]}</Pill>;
  }
  return isEntered(state) ? (
    <Pill tone="draft">{standing.state.draft}</Pill>
  ) : (
    <Pill tone="no_data">{words.mark.empty}</Pill>
  );
}

/** Says that a value came, or will come, after the period's deadline. */
export function LateTag({ state }: { state: Row }) {
  return state.value?.late ? <span className="meta keep">{words.late}</span> : null;
}
