import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, nextCursor, send } from "../../api/client";
import type { components } from "../../api/schema";
import { dayOf } from "../../lib/format";

export type Unit = components["schemas"]["UnitOut"];
export type Person = components["schemas"]["PersonOut"];
export type Membership = components["schemas"]["MembershipOut"];
export type Role = components["schemas"]["Role"];
export type OneTimeLink = components["schemas"]["OneTimeLinkOut"];

/** The roles that a person holds today or will hold. */
export function held(person: Person): Membership[] {
  const today = dayOf(new Date());
  return person.memberships.filter((m) => m.in_force || m.valid_from > today);
}

/** Every unit within sight that is in force, in the order of the tree. */
export const unitsQuery = queryOptions({
  queryKey: ["units"],
  queryFn: async ({ signal }) => {
    const all: Unit[] = [];
    let cursor: string | undefined;
    do {
      const params = { query: { limit: 500, cursor } };
      const page = await send(api.GET("/api/v1/units", { params, signal }));
      all.push(...page.data);
      cursor = nextCursor(page);
    } while (cursor !== undefined);
    return all;
  },
  staleTime: 60_000,
});

/** People with a role in this unit or below it, by name. */
export function peopleQuery(unit: string | undefined, sought: string, withInactive: boolean) {
  return infiniteQueryOptions({
    queryKey: ["people", unit, sought, withInactive],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        unit,
        q: sought || undefined,
        active: withInactive ? undefined : true,
        cursor: pageParam,
        limit: 50,
      };
      return send(api.GET("/api/v1/people", { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
    placeholderData: (before) => before,
  });
}
