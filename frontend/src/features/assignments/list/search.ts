/** The filters of the list as they stand in the address. */
import type { Filters, State } from "../queries";

export interface ListSearch {
  tim?: string;
  "don-vi"?: string;
  vai?: string;
  nhom?: string;
  han?: string;
  tt?: string;
  xep?: string;
  xem?: string;
}

/** What `Bỏ lọc` takes away. */
export const NO_FILTER: ListSearch = {
  tim: undefined,
  "don-vi": undefined,
  vai: undefined,
  nhom: undefined,
  han: undefined,
  tt: undefined,
} as ListSearch;

const oneOf = <const T extends string>(given: string | undefined, known: readonly T[]): T | undefined =>
  known.find((value) => value === given);

export const STATES: readonly State[] = [
  "not_started",
  "in_progress",
  "submitted",
  "returned",
  "accepted",
  "paused",
  "cancelled",
  "declined",
];

/** The address as the server's filters; what it does not know is left out. */
export function filtersOf(search: ListSearch): Filters {
  const filters: Filters = {
    q: search.tim,
    unit: search["don-vi"],
    role: oneOf(search.vai, ["lead", "cooperating"]),
    group: search.nhom,
    due: oneOf(search.han, ["overdue", "soon", "none"]),
    state: oneOf(search.tt, STATES),
    sort: search.xep === "han" ? "due" : undefined,
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

/** Whether anything narrows the list. */
export function isFiltered(search: ListSearch): boolean {
  return Object.keys(NO_FILTER).some((name) => search[name as keyof ListSearch]);
}
