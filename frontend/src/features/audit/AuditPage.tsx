import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback } from "react";
import { useMay } from "../../api/me";
import { Button } from "../../ui/Button";
import { PageTitle } from "../../ui/PageTitle";
import { Empty } from "../../ui/states";
import { More } from "../../ui/Table";
import { audit } from "../../words/vi/audit";
import { Loaded } from "../Loaded";
import { SaveTable } from "../SaveTable";
import { AuditFilters } from "./AuditFilters";
import { AuditTable } from "./AuditTable";
import { type AuditSearch, auditQuery, type Entry, wantedBy } from "./queries";

type Kind = Entry["object"]["kind"];

const route = getRouteApi("/signed-in/nhat-ky");
const KINDS = Object.keys(audit.objects) as Kind[];
/** What an administrator who enters and reads no values may look at. */
const PEOPLE: readonly Kind[] = ["unit", "account", "membership", "credential", "sign_in", "api_key"];

/** Who changed what, when and why: read only. Every filter stands in the address. */
export function AuditPage() {
  const search: AuditSearch = route.useSearch();
  const navigate = route.useNavigate();
  const readsValues = useMay("value_read");
  const wanted = wantedBy(search);
  const listed = useInfiniteQuery(auditQuery(wanted));
  const rows = listed.data?.pages.flatMap((page) => page.data) ?? [];
  const change = useCallback(
    (part: AuditSearch) => {
      const empty = (value: string | undefined) => value || undefined;
      const given = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, empty(value)]));
      void navigate({ search: (before) => ({ ...before, ...given }), replace: true, resetScroll: false });
    },
    [navigate],
  );
  return (
    <>
      <PageTitle title={audit.title} meta={audit.meta}>
        <SaveTable path="/api/v1/audit" query={wanted} />
      </PageTitle>
      <AuditFilters search={search} rows={rows} kinds={readsValues ? KINDS : PEOPLE} onChange={change} />
      <Loaded query={listed} rows={10}>
        {() =>
          rows.length === 0 ? (
            <Empty icon="history" title={audit.empty} text={audit.emptyText}>
              <Button onClick={() => void navigate({ search: {} })}>{audit.showAll}</Button>
            </Empty>
          ) : (
            <>
              <AuditTable
                rows={rows}
                onPerson={(nguoi) => change({ nguoi })}
                onThing={({ object }) => change({ loai: object.kind, muc: object.id })}
              />
              <More
                count={rows.length}
                onMore={listed.hasNextPage ? () => listed.fetchNextPage() : undefined}
              />
            </>
          )
        }
      </Loaded>
    </>
  );
}
