/** Which indicators the overview shows: all of it stands in the address, so that a pasted link opens the same view. */
import type { components } from "../../../api/schema";
import { byVietnamese, matches } from "../../../lib/fold";

export type Overview = components["schemas"]["OverviewOut"];
export type Group = components["schemas"]["OverviewGroup"];
export type Line = components["schemas"]["OverviewLine"];
export type Standing = components["schemas"]["Standing"];

/** The standings in the order of the cards, with the name each has in the address. */
export const SLUGS: Record<Standing, string> = {
  achieved: "dat",
  on_track: "dung",
  at_risk: "chu-y",
  off_track: "cham",
  breached: "vi-pham",
  no_data: "trong",
  not_due: "chua-den",
};
export const STANDINGS = Object.keys(SLUGS) as Standing[];

/** The first to look at comes first. */
const BY_LATENESS: Standing[] = [
  "breached",
  "off_track",
  "at_risk",
  "no_data",
  "on_track",
  "not_due",
  "achieved",
];

/** The part of the address that the overview reads; the router keeps it as plain text. */
export interface OverviewSearch {
  /** Period. */
  ky?: string | undefined;
  /** Standings, by their slugs with commas between. */
  tt?: string | undefined;
  /** Lead unit. */
  "don-vi"?: string | undefined;
  /** Words to look for. */
  tim?: string | undefined;
  /** `co`: parts of indicators are shown too. */
  "chi-tiet"?: string | undefined;
  /** `cham`: the late ones first. */
  xep?: string | undefined;
}

/** The standings that the address asks for. */
export function chosen(search: OverviewSearch): Standing[] {
  const slugs = (search.tt ?? "").split(",");
  return STANDINGS.filter((standing) => slugs.includes(SLUGS[standing]));
}

/** `tt` with one standing more, or without it where it was chosen already. */
export function toggled(search: OverviewSearch, standing: Standing): string | undefined {
  const now = chosen(search);
  const next = now.includes(standing) ? now.filter((each) => each !== standing) : [...now, standing];
  return next.map((each) => SLUGS[each]).join(",") || undefined;
}

/** The groups with the lines that fit; groups without any are left out. */
export function fitting(groups: Group[], search: OverviewSearch): Group[] {
  const standings = chosen(search);
  const fits = (line: Line) =>
    (line.headline || search["chi-tiet"] === "co") &&
    (standings.length === 0 || standings.includes(line.standing.standing)) &&
    (!search["don-vi"] || line.lead.code === search["don-vi"]) &&
    isAbout(line, search.tim ?? "");
  const shown = groups
    .map((group) => ({ ...group, indicators: group.indicators.filter(fits) }))
    .filter((group) => group.indicators.length > 0);
  return search.xep === "cham" ? byLateness(shown) : shown;
}

function isAbout(line: Line, sought: string): boolean {
  return matches(
    `${line.code} ${line.short_name} ${line.name} ${line.lead.name} ${line.lead.short_name}`,
    sought,
  );
}

/** The latest line first, and first the group that it stands in, so that the worst one leads the page. */
function byLateness(groups: Group[]): Group[] {
  const sorted = groups.map((group) => ({ ...group, indicators: [...group.indicators].sort(later) }));
  return sorted.sort((a, b) => later(a.indicators[0], b.indicators[0]));
}

/** Among lines that stand the same, the one that has gone less of its way is later. */
function later(a: Line | undefined, b: Line | undefined): number {
  const [first, second] = [a, b].map((line) => ({
    rank: line ? BY_LATENESS.indexOf(line.standing.standing) : BY_LATENESS.length,
    gone: Number(line?.standing.facts.progress ?? 1),
  })) as [{ rank: number; gone: number }, { rank: number; gone: number }];
  return first.rank - second.rank || first.gone - second.gone;
}

/** The units that lead something, each once, by name. */
export function leads(groups: Group[]): Line["lead"][] {
  const units = new Map(groups.flatMap((g) => g.indicators).map((line) => [line.lead.code, line.lead]));
  return [...units.values()].sort((a, b) => byVietnamese(a.name, b.name));
}

/** How many headline indicators and parts there are. */
export function countLines(groups: Group[]): number {
  return groups.reduce((sum, group) => sum + group.indicators.length, 0);
}
