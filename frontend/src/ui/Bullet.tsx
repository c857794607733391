/** A value against its plan and its target, 26 px tall: bar in the colour of the state, band up to the plan, ticks. */

import styles from "./Bullet.module.css";
import type { Tone } from "./tone";
import tones from "./tone.module.css";

interface Props {
  value: number | null;
  plan: number | null;
  target: number | null;
  /** The right end of the scale, which begins at 0. */
  max: number;
  tone: Tone;
  /** The same in a sentence. */
  label: string;
}

const TICK = 3;

/** A tick keeps inside the track at both ends. */
function Tick({ at, kind }: { at: number; kind: "plan" | "target" | "both" }) {
  const shift = at <= 0 ? 0 : at >= 100 ? -TICK : -TICK / 2;
  const width = kind === "both" ? TICK * 2 : TICK;
  return (
    <g transform={`translate(${kind === "both" && at >= 100 ? shift - TICK : shift} 0)`}>
      {kind !== "target" && <rect className={styles.plan} x={`${at}%`} y="1" width={TICK} height="24" />}
      {kind !== "plan" && (
        <rect
          className={styles.target}
          x={`${at}%`}
          y="1"
          width={width - (kind === "both" ? TICK : 0)}
          height="24"
          transform={kind === "both" ? `translate(${TICK} 0)` : undefined}
        />
      )}
    </g>
  );
}

export function Bullet({ value, plan, target, max, tone, label }: Props) {
  const share = (number: number) => Math.min(100, Math.max(0, (number / max) * 100));
  const same = plan !== null && target !== null && Math.abs(share(plan) - share(target)) < 0.5;
  return (
    <svg className={`${styles.bullet} ${tones[tone]}`} role="img" aria-label={label} height="26" width="100%">
      <title>{label}</title>
      <rect className={styles.track} x="0.5" y="5.5" width="100%" height="15" rx="2" />
      {plan !== null && <rect className={styles.band} x="1" y="6" width={`${share(plan)}%`} height="14" />}
      {value !== null && value > 0 && (
        <rect className={styles.bar} x="0.5" y="9" width={`${share(value)}%`} height="8" />
      )}
      {plan !== null && <Tick at={share(plan)} kind={same ? "both" : "plan"} />}
      {target !== null && !same && <Tick at={share(target)} kind="target" />}
    </svg>
  );
}
