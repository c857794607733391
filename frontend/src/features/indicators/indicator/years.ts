/** The years of the plan, which are the time axis of every chart whatever data there is. */
import { useQuery } from "@tanstack/react-query";

import { plansQuery } from "../../plan/queries";

/** First and last year; the plan of record's until the server has said. */
export function usePlanYears(): { first: number; last: number } {
  const plan = useQuery(plansQuery).data?.[0];
  return { first: plan?.first_year ?? 2026, last: plan?.last_year ?? 2030 };
}
