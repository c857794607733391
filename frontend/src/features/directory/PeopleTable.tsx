import { useMay } from "../../api/me";
import { dayOf, formatDay, formatWhen } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Menu } from "../../ui/Menu";
import { Table } from "../../ui/Table";
import { Tag } from "../../ui/Tag";
import { directory } from "../../words/vi/directory";
import { roles } from "../../words/vi/roles";
import styles from "./PeopleTable.module.css";
import { held, type Person } from "./queries";

/** What can be done with a person; each opens a dialog. */
export type PersonMove =
  | "roles"
  | "link"
  | "card"
  | "phones"
  | "hand-over"
  | "rename"
  | "deactivate"
  | "activate";

interface PeopleTableProps {
  people: readonly Person[];
  onMove: (move: PersonMove, person: Person) => void;
}

/** People with their roles and how their account stands. */
export function PeopleTable({ people, onMove }: PeopleTableProps) {
  return (
    <Table caption={directory.people} stack>
      <thead>
        <tr>
          <th scope="col">{directory.name}</th>
          <th scope="col">{directory.roles}</th>
          <th scope="col">{directory.state}</th>
          <th scope="col">{directory.lastSeen}</th>
          <th scope="col">
            <span className="visually-hidden">{t(directory.actionsOf, { name: "" })}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <PersonRow key={person.id} person={person} onMove={onMove} />
        ))}
      </tbody>
    </Table>
  );
}

function PersonRow({ person, onMove }: { person: Person; onMove: PeopleTableProps["onMove"] }) {
  const today = dayOf(new Date());
  const mayManage = useMay("person_manage") && person.may_manage;
  return (
    <tr className={person.active ? undefined : styles.off}>
      <td className={styles.name}>
        <b>{person.display_name}</b>
        <span className={styles.username}>{person.username}</span>
      </td>
      <td>
        <RoleLines person={person} />
      </td>
      <td>
        <PersonState person={person} />
      </td>
      <td data-label={directory.lastSeen}>
        {person.last_sign_in_at ? formatWhen(person.last_sign_in_at, today) : directory.never}
      </td>
      <td className="end">{mayManage && <PersonMenu person={person} onMove={onMove} />}</td>
    </tr>
  );
}

function onlyContributes(person: Person): boolean {
  const roles = held(person);
  return roles.length > 0 && roles.every((m) => m.role === "contributor");
}

function RoleLines({ person }: { person: Person }) {
  const lasting = held(person);
  if (lasting.length === 0) return <span className={styles.unit}>{directory.noRole}</span>;
  return lasting.map((m) => (
    <div key={m.id}>
      {roles[m.role].name} <span className={styles.unit}>· {m.unit.short_name}</span>
      {!m.in_force && (
        <span className={styles.unit}> {t(directory.fromDay, { day: formatDay(m.valid_from) })}</span>
      )}
    </div>
  ));
}

function PersonState({ person }: { person: Person }) {
  if (!person.active) return <Tag tone="off">{directory.inactive}</Tag>;
  if (person.devices > 0) return <Tag tone="good">{t(directory.phonesCount, { count: person.devices })}</Tag>;
  if (!person.has_password) return <Tag tone="waiting">{directory.invited}</Tag>;
  return <Tag tone="good">{directory.active}</Tag>;
}

function PersonMenu({ person, onMove }: { person: Person; onMove: PeopleTableProps["onMove"] }) {
  const move = (name: PersonMove) => () => onMove(name, person);
  const items = person.active
    ? [
        { label: directory.manageRoles, icon: "users" as const, onSelect: move("roles") },
        {
          label: person.has_password ? directory.resetPassword : directory.newLink,
          icon: "link" as const,
          onSelect: move("link"),
        },
        ...(onlyContributes(person)
          ? [{ label: directory.newCard, icon: "device" as const, onSelect: move("card") }]
          : []),
        ...(person.devices > 0
          ? [{ label: directory.phones, icon: "device" as const, onSelect: move("phones") }]
          : []),
        ...(held(person).length > 0
          ? [{ label: directory.handOver, icon: "send" as const, onSelect: move("hand-over") }]
          : []),
        { label: directory.rename, icon: "edit" as const, onSelect: move("rename") },
        { label: directory.deactivate, icon: "stop" as const, danger: true, onSelect: move("deactivate") },
      ]
    : [{ label: directory.activate, icon: "retry" as const, onSelect: move("activate") }];
  return <Menu label={t(directory.actionsOf, { name: person.display_name })} items={items} />;
}
