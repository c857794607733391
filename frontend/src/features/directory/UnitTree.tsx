import { Link } from "@tanstack/react-router";
import { Icon } from "../../ui/Icon";
import { directory } from "../../words/vi/directory";
import type { Unit } from "./queries";
import { type Branch, branchesOf, type Group } from "./tree";
import styles from "./UnitTree.module.css";

/** Units to choose from; the chosen one stands in the address. */
export function UnitTree({ units, chosen }: { units: readonly Unit[]; chosen: string | undefined }) {
  return (
    <nav className={styles.tree} aria-label={directory.unitsHere}>
      <ul className={styles.list}>
        <li>
          <UnitLink code={undefined} name={directory.allUnits} current={chosen === undefined} />
        </li>
        {branchesOf(units).map((branch) => (
          <BranchItem key={branch.unit.code} branch={branch} chosen={chosen} />
        ))}
      </ul>
    </nav>
  );
}

function UnitLink({ code, name, current }: { code: string | undefined; name: string; current: boolean }) {
  return (
    <Link
      to="/to-chuc"
      search={(before) => ({ ...before, "don-vi": code })}
      className={styles.link}
      aria-current={current ? "true" : undefined}
      activeProps={{}}
    >
      {name}
    </Link>
  );
}

function BranchItem({ branch, chosen }: { branch: Branch; chosen: string | undefined }) {
  const { unit, groups } = branch;
  return (
    <li>
      <UnitLink code={unit.code} name={unit.name} current={chosen === unit.code} />
      {groups.length > 0 && (
        <div className={styles.inner}>
          {groups.map((group) => (
            <GroupItem key={group.key} group={group} chosen={chosen} alone={groups.length === 1} />
          ))}
        </div>
      )}
    </li>
  );
}

function GroupItem({ group, chosen, alone }: { group: Group; chosen: string | undefined; alone: boolean }) {
  const list = (
    <ul className={styles.list}>
      {group.branches.map((branch) => (
        <BranchItem key={branch.unit.code} branch={branch} chosen={chosen} />
      ))}
    </ul>
  );
  if (alone) return list;
  const open = group.key === "body" || group.branches.some((b) => b.unit.code === chosen);
  return (
    <details className={styles.group} open={open}>
      <summary>
        <Icon name="right" size={16} />
        {directory.groups[group.key]} <span className="so">{group.branches.length}</span>
      </summary>
      {list}
    </details>
  );
}
