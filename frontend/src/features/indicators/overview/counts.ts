/** Counts of a group by standing, in the order of the cards, with their words. */
import type { Count } from "../../../ui/CountStrip";
import { standing } from "../../../words/vi/standing";
import { type Group, STANDINGS } from "./filters";

export function groupCounts(group: Group): Count[] {
  return STANDINGS.map((tone) => ({ tone, word: standing.word[tone], count: group.counts[tone] ?? 0 }));
}

/** Where on the page a group stands. */
export function groupId(group: Group): string {
  return `nhom-${group.code}`;
}
