import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, send } from "../../api/client";
import { asProblem, faultAt, restOf } from "../../api/problem";
import { dayOf, formatDay } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../ui/Dialog";
import { Banner } from "../../ui/states";
import { toast } from "../../ui/Toast";
import { directory } from "../../words/vi/directory";
import { general } from "../../words/vi/general";
import { roles } from "../../words/vi/roles";
import type { Membership, Person, Role, Unit } from "./queries";
import { RoleFields } from "./RoleFields";
import styles from "./RolesDialog.module.css";

/** The roles that a person holds: end one, give another. */
export function RolesDialog({
  person,
  units,
  onClose,
}: {
  person: Person;
  units: readonly Unit[];
  onClose: () => void;
}) {
  const today = dayOf(new Date());
  const held = person.memberships.filter((m) => m.in_force || m.valid_from > today);
  const [adding, setAdding] = useState(held.length === 0);
  return (
    <Dialog title={t(directory.rolesTitle, { name: person.display_name })} onClose={onClose}>
      {held.length > 0 && (
        <ul className={styles.list} aria-label={directory.rolesNow}>
          {held.map((membership) => (
            <HeldRole key={membership.id} person={person} membership={membership} />
          ))}
        </ul>
      )}
      {adding ? (
        <AddRole person={person} units={units} onDone={() => setAdding(false)} />
      ) : (
        <Actions>
          <Button icon="plus" onClick={() => setAdding(true)}>
            {directory.addRole}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {general.close}
          </Button>
        </Actions>
      )}
    </Dialog>
  );
}

function HeldRole({ person, membership }: { person: Person; membership: Membership }) {
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState(false);
  const named = { role: roles[membership.role].name, unit: membership.unit.short_name };
  const end = useMutation({
    mutationFn: () => {
      const path = { person_id: person.id, membership_id: membership.id };
      return send(api.DELETE("/api/v1/people/{person_id}/memberships/{membership_id}", { params: { path } }));
    },
    onSuccess: () => {
      toast(t(directory.roleEnded, { role: named.role }));
      return queryClient.invalidateQueries({ queryKey: ["people"] });
    },
  });
  if (asked) {
    return (
      <li>
        <div className={styles.sure}>
          <b>{t(directory.endRoleSure, named)}</b>
          <span className="meta">{directory.endRoleText}</span>
          {end.error && <Banner tone="error">{asProblem(end.error).detail}</Banner>}
          <div className={styles.buttons}>
            <Button size="small" onClick={() => setAsked(false)}>
              {general.cancel}
            </Button>
            <Button size="small" variant="danger" busy={end.isPending} onClick={() => end.mutate()}>
              {directory.endRole}
            </Button>
          </div>
        </div>
      </li>
    );
  }
  return (
    <li>
      <span>
        <b>{named.role}</b> · {membership.unit.name}
        <span className="meta"> {t(directory.fromDay, { day: formatDay(membership.valid_from) })}</span>
      </span>
      <Button size="small" aria-label={t(directory.endRoleOf, named)} onClick={() => setAsked(true)}>
        {directory.endRole}
      </Button>
    </li>
  );
}

function AddRole({ person, units, onDone }: { person: Person; units: readonly Unit[]; onDone: () => void }) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState<{ unit: string; role: Role | "" }>({ unit: "", role: "" });
  const [tried, setTried] = useState(false);
  const add = useMutation({
    mutationFn: (body: { unit: string; role: Role }) =>
      send(
        api.POST("/api/v1/people/{person_id}/memberships", {
          params: { path: { person_id: person.id } },
          body,
        }),
      ),
    onSuccess: (made) => {
      toast(t(directory.roleAdded, { role: roles[made.role].name }));
      onDone();
      return queryClient.invalidateQueries({ queryKey: ["people"] });
    },
  });
  const rest = restOf(add.error, ["/unit", "/role"]);
  return (
    <DialogForm
      onSubmit={() => {
        setTried(true);
        if (form.unit && form.role && !add.isPending) add.mutate({ unit: form.unit, role: form.role });
      }}
    >
      {rest && <Banner tone="error">{rest}</Banner>}
      <RoleFields
        units={units}
        value={form}
        onChange={setForm}
        errors={{
          unit: tried && !form.unit ? directory.needsUnit : faultAt(add.error, "/unit"),
          role: tried && !form.role ? directory.needsRole : faultAt(add.error, "/role"),
        }}
      />
      <Actions>
        <Button onClick={onDone}>{general.cancel}</Button>
        <Button type="submit" variant="primary" busy={add.isPending}>
          {directory.addRole}
        </Button>
      </Actions>
    </DialogForm>
  );
}
