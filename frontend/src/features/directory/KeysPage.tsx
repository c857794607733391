import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, nextCursor, send } from "../../api/client";
import { useMay } from "../../api/me";
import type { components } from "../../api/schema";
import { dayOf, formatDay, formatWhen } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { PageTitle } from "../../ui/PageTitle";
import { Empty } from "../../ui/states";
import { More, Table } from "../../ui/Table";
import { Tag } from "../../ui/Tag";
import { toast } from "../../ui/Toast";
import { keys } from "../../words/vi/keys";
import { ConfirmDialog } from "../ConfirmDialog";
import { Loaded } from "../Loaded";
import { KeyDialog, SecretDialog } from "./KeyDialog";
import styles from "./KeysPage.module.css";
import { unitsQuery } from "./queries";

type Key = components["schemas"]["KeyOut"];
type Open =
  | { open: "create" }
  | { open: "made"; key: components["schemas"]["KeyMadeOut"] }
  | { open: "revoke"; key: Key };

const TONES = { active: "good", expired: "off", revoked: "off" } as const;

/** Keys of tools: who made them, what they may do, when they were used. */
export function KeysPage() {
  const queryClient = useQueryClient();
  const mayManage = useMay("key_manage");
  const units = useQuery(unitsQuery);
  const [dialog, setDialog] = useState<Open | null>(null);
  const listed = useInfiniteQuery({
    queryKey: ["api-keys"],
    queryFn: ({ pageParam, signal }) =>
      send(api.GET("/api/v1/api-keys", { params: { query: { cursor: pageParam, limit: 50 } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
  });
  const close = () => setDialog(null);
  const revoke = async (key: Key) => {
    await send(api.DELETE("/api/v1/api-keys/{key_id}", { params: { path: { key_id: key.id } } }));
    toast(t(keys.revoked, { name: key.name }));
    await queryClient.invalidateQueries({ queryKey: ["api-keys"] });
  };
  const rows = listed.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <PageTitle title={keys.title} meta={keys.meta}>
        {mayManage && rows.length > 0 && (
          <Button variant="primary" icon="plus" onClick={() => setDialog({ open: "create" })}>
            {keys.create}
          </Button>
        )}
      </PageTitle>
      <Loaded query={listed}>
        {() =>
          rows.length === 0 ? (
            <Empty icon="key" title={keys.empty} text={keys.emptyText}>
              {mayManage && (
                <Button variant="primary" onClick={() => setDialog({ open: "create" })}>
                  {keys.create}
                </Button>
              )}
            </Empty>
          ) : (
            <>
              <KeysTable
                rows={rows}
                onRevoke={mayManage ? (key) => setDialog({ open: "revoke", key }) : undefined}
              />
              <More
                count={rows.length}
                onMore={listed.hasNextPage ? () => listed.fetchNextPage() : undefined}
              />
            </>
          )
        }
      </Loaded>
      {dialog?.open === "create" && (
        <KeyDialog
          units={units.data ?? []}
          onMade={(key) => setDialog({ open: "made", key })}
          onClose={close}
        />
      )}
      {dialog?.open === "made" && <SecretDialog made={dialog.key} onClose={close} />}
      {dialog?.open === "revoke" && (
        <ConfirmDialog
          title={t(keys.revokeTitle, { name: dialog.key.name })}
          text={keys.revokeText}
          action={keys.revoke}
          danger
          onConfirm={() => revoke(dialog.key)}
          onClose={close}
        />
      )}
    </>
  );
}

function KeysTable({ rows, onRevoke }: { rows: readonly Key[]; onRevoke: ((key: Key) => void) | undefined }) {
  const today = dayOf(new Date());
  return (
    <Table caption={keys.title} stack>
      <thead>
        <tr>
          <th scope="col">{keys.name}</th>
          <th scope="col">{keys.unit}</th>
          <th scope="col">{keys.can}</th>
          <th scope="col">{keys.state}</th>
          <th scope="col">{keys.usedAt}</th>
          <th scope="col">{keys.endsAt}</th>
          <th scope="col">
            <span className="visually-hidden">{keys.revoke}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((key) => (
          <tr key={key.id} className={key.state === "active" ? undefined : styles.off}>
            <td>
              <b>{key.name}</b>
              <span className={styles.meta}>
                <code className={styles.code}>{key.prefix}</code> ·{" "}
                {t(keys.createdBy, { name: key.created_by, day: formatDay(dayOf(key.created_at)) })}
              </span>
            </td>
            <td>{key.unit.short_name}</td>
            <td>
              {key.scopes.map((scope) => (
                <div key={scope}>{keys.scopeWords[scope].name}</div>
              ))}
            </td>
            <td>
              <Tag tone={TONES[key.state]}>{keys.states[key.state]}</Tag>
            </td>
            <td data-label={keys.usedAt}>
              {key.last_used_at ? formatWhen(key.last_used_at, today) : keys.neverUsed}
            </td>
            <td data-label={keys.endsAt}>{formatDay(dayOf(key.expires_at))}</td>
            <td className="end">
              {key.state === "active" && onRevoke && (
                <Button variant="danger" size="small" onClick={() => onRevoke(key)}>
                  {keys.revoke}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
