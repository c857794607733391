import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, nextCursor, send } from "../../api/client";
import { useMay } from "../../api/me";
import type { components } from "../../api/schema";
import { dayOf, formatDay, formatMoment, formatWhen } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { Menu } from "../../ui/Menu";
import { PageTitle } from "../../ui/PageTitle";
import { Empty } from "../../ui/states";
import { More, Table } from "../../ui/Table";
import { Tag } from "../../ui/Tag";
import { toast } from "../../ui/Toast";
import { keys } from "../../words/vi/keys";
import { ConfirmDialog } from "../ConfirmDialog";
import { Loaded } from "../Loaded";
import { SaveTable } from "../SaveTable";
import { KeyDialog, RotateDialog, SecretDialog } from "./KeyDialog";
import styles from "./KeysPage.module.css";
import { unitsQuery } from "./queries";

type Key = components["schemas"]["KeyOut"];
type Open =
  | { open: "create" }
  | { open: "made"; key: components["schemas"]["KeyMadeOut"] }
  | { open: "revoke" | "rotate"; key: Key };

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
        {rows.length > 0 && <SaveTable path="/api/v1/api-keys" />}
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
                onMove={mayManage ? (open, key) => setDialog({ open, key }) : undefined}
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
      {dialog?.open === "rotate" && (
        <RotateDialog
          apiKey={dialog.key}
          onMade={(key) => setTimeout(() => setDialog({ open: "made", key }))}
          onClose={close}
        />
      )}
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

interface KeysTableProps {
  rows: readonly Key[];
  onMove: ((move: "revoke" | "rotate", key: Key) => void) | undefined;
}

function KeysTable({ rows, onMove }: KeysTableProps) {
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
            <span className="visually-hidden">{keys.actions}</span>
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
                <div key={scope} title={keys.scopeWords[scope].can}>
                  {keys.scopeWords[scope].name}
                </div>
              ))}
            </td>
            <td>
              <Tag tone={TONES[key.state]}>{keys.states[key.state]}</Tag>
              {key.state === "active" && key.replaced_by && (
                <span className={styles.meta}>
                  {t(keys.replaced, { time: formatMoment(key.expires_at) })}
                </span>
              )}
            </td>
            <td data-label={keys.usedAt}>
              {key.last_used_at ? formatWhen(key.last_used_at, today) : keys.neverUsed}
            </td>
            <td data-label={keys.endsAt}>{formatDay(dayOf(key.expires_at))}</td>
            <td className="end">
              {key.state === "active" && onMove && (
                <Menu
                  label={t(keys.actionsOf, { name: key.name })}
                  items={[
                    ...(key.replaced_by
                      ? []
                      : [
                          {
                            label: keys.rotate,
                            icon: "retry" as const,
                            onSelect: () => onMove("rotate", key),
                          },
                        ]),
                    {
                      label: keys.revoke,
                      icon: "stop" as const,
                      danger: true,
                      onSelect: () => onMove("revoke", key),
                    },
                  ]}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
