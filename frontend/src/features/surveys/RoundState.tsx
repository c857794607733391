import { formatDay } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Tag } from "../../ui/Tag";
import { surveys as words } from "../../words/vi/surveys";
import type { Round } from "./queries";

/** Whether a round takes answers on the day `today`, and if not, why. */
export function RoundState({ round, today }: { round: Round; today: string }) {
  if (round.state === "open" && !round.taking) {
    const early = round.opens_on > today;
    return (
      <Tag tone={early ? "waiting" : "off"}>
        {early
          ? t(words.waiting, { day: formatDay(round.opens_on) })
          : t(words.over, { day: formatDay(round.closes_on) })}
      </Tag>
    );
  }
  const tone = { draft: "waiting", open: "good", closed: "off" } as const;
  return <Tag tone={tone[round.state]}>{words.states[round.state]}</Tag>;
}
