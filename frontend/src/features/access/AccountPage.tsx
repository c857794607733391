import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, send } from "../../api/client";
import { type Me, useMe } from "../../api/me";
import type { components } from "../../api/schema";
import { deviceOf } from "../../lib/device";
import { formatMoment } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { PageTitle } from "../../ui/PageTitle";
import { Empty } from "../../ui/states";
import { Table } from "../../ui/Table";
import { toast } from "../../ui/Toast";
import { access } from "../../words/vi/access";
import { roles } from "../../words/vi/roles";
import { ConfirmDialog } from "../ConfirmDialog";
import { Loaded } from "../Loaded";
import styles from "./AccountPage.module.css";

type SignIn = components["schemas"]["SignInOut"];

/** Who I am here, what I may do, and where I am signed in. */
export function AccountPage() {
  const me = useMe();
  const sessions = useQuery({
    queryKey: ["sessions"],
    queryFn: ({ signal }) => send(api.GET("/api/v1/sessions", { signal })),
  });
  const [ending, setEnding] = useState<SignIn | null>(null);
  return (
    <div className={styles.page}>
      <PageTitle title={access.accountTitle} meta={me?.display_name} />
      {me && <Mine me={me} />}
      <section className={styles.section}>
        <h2>{access.sessions}</h2>
        <p className="meta">{access.sessionsHint}</p>
        <Loaded query={sessions} rows={2}>
          {(listed) => <SignIns rows={listed.data} onEnd={setEnding} />}
        </Loaded>
      </section>
      {ending && <EndDialog signIn={ending} onClose={() => setEnding(null)} />}
    </div>
  );
}

function Mine({ me }: { me: Me }) {
  return (
    <>
      {me.username && (
        <dl className={styles.facts}>
          <dt>{access.username}</dt>
          <dd>{me.username}</dd>
        </dl>
      )}
      <p className="meta">{access.changePassword}</p>
      <section className={styles.section}>
        <h2>{access.myRoles}</h2>
        {me.memberships.length === 0 && (
          <Empty icon="user" title={access.noRoles} text={access.noRolesText} />
        )}
        <ul className={styles.roles}>
          {me.memberships.map((held) => (
            <li key={`${held.role} ${held.unit.code}`}>
              <b>{roles[held.role].name}</b> · {held.unit.name}
              <div className={styles.can}>{roles[held.role].can}</div>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function SignIns({ rows, onEnd }: { rows: readonly SignIn[]; onEnd: (row: SignIn) => void }) {
  return (
    <Table caption={access.sessions} stack>
      <thead>
        <tr>
          <th scope="col">{access.device}</th>
          <th scope="col">{access.startedAt}</th>
          <th scope="col">{access.usedAt}</th>
          <th scope="col">{access.endsAt}</th>
          <th scope="col">
            <span className="visually-hidden">{access.end}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              {deviceOf(row.user_agent)}
              {row.kind === "device" && <span className={styles.byCard}>{access.byCard}</span>}
              {row.current && <span className={styles.here}>{access.thisDevice}</span>}
            </td>
            <td data-label={access.startedAt}>{formatMoment(row.started_at)}</td>
            <td data-label={access.usedAt}>{formatMoment(row.last_used_at)}</td>
            <td data-label={access.endsAt}>{formatMoment(row.expires_at)}</td>
            <td className="end">
              {!row.current && (
                <Button size="small" onClick={() => onEnd(row)}>
                  {access.end}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function EndDialog({ signIn, onClose }: { signIn: SignIn; onClose: () => void }) {
  const queryClient = useQueryClient();
  const device = deviceOf(signIn.user_agent);
  const end = async () => {
    const params = { path: { session_id: signIn.id } };
    await send(api.DELETE("/api/v1/sessions/{session_id}", { params }));
    toast(t(access.ended, { device }));
    await queryClient.invalidateQueries({ queryKey: ["sessions"] });
  };
  return (
    <ConfirmDialog
      title={t(access.endTitle, { device })}
      text={access.endText}
      action={access.end}
      danger
      onConfirm={end}
      onClose={onClose}
    />
  );
}
