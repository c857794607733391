import { useQuery } from "@tanstack/react-query";
import { api, send } from "../../api/client";
import { wholeList } from "../../api/lists";

/** The bodies within sight that can hold a survey, as choices of a list: neither schools nor neighbourhoods. */
export function useUnits(): { value: string; label: string }[] {
  const listed = useQuery({
    queryKey: ["units", "bodies"],
    queryFn: ({ signal }) =>
      wholeList((query) => send(api.GET("/api/v1/units", { params: { query }, signal }))),
    staleTime: 300_000,
  });
  return (listed.data ?? [])
    .filter((unit) => unit.level === "unit" && unit.kind !== "school" && unit.kind !== "neighbourhood")
    .map((unit) => ({ value: unit.code, label: unit.name }));
}
