import { Link } from "@tanstack/react-router";
import { type Act, useMe } from "../../api/me";
import { PageTitle } from "../../ui/PageTitle";
import { help } from "../../words/vi/help";
import { shell } from "../../words/vi/shell";
import styles from "./HelpPage.module.css";

const SCREENS = [
  { to: "/viec-cua-toi", act: "assignment_work", name: shell.work, is: help.work },
  { to: "/thong-bao", act: "self", name: shell.bell, is: help.notices },
  { to: "/tong-quan", act: "value_read", name: shell.overview, is: help.overview },
  { to: "/nhap-so-lieu/{-$period}", act: "value_write", name: shell.entry, is: help.entry },
  { to: "/duyet", act: "value_review", name: shell.review, is: help.review },
  { to: "/nhiem-vu", act: "assignment_read", name: shell.assignments, is: help.assignments },
  { to: "/khao-sat", act: "survey_read", name: shell.surveys, is: help.surveys },
  { to: "/ke-hoach", act: "plan_read", name: shell.plan, is: help.plan },
  { to: "/to-chuc", act: "person_read", name: shell.directory, is: help.directory },
  { to: "/khoa-api", act: "key_read", name: shell.keys, is: help.keys },
  { to: "/nhat-ky", act: "audit_read", name: shell.audit, is: help.audit },
] as const satisfies readonly { to: string; act: Act; name: string; is: string }[];

/** What each screen is for, the keys, and whom to ask. */
export function HelpPage() {
  const acts = useMe()?.acts ?? [];
  const keys = [
    ...help.keysEverywhere,
    ...(acts.includes("value_write") ? help.keysEntry : []),
    ...(acts.includes("urge") ? help.keysUrge : []),
    ...(acts.includes("value_review") ? help.keysReview : []),
  ];
  return (
    <div className={styles.page}>
      <PageTitle title={help.title} meta={help.meta} />
      <section>
        <h2>{help.screens}</h2>
        <dl className={styles.screens}>
          {SCREENS.filter((screen) => acts.includes(screen.act)).map((screen) => (
            <Screen key={screen.to} to={screen.to} name={screen.name} is={screen.is} />
          ))}
        </dl>
      </section>
      <section className={styles.section}>
        <h2>{help.rules}</h2>
        <ul className={styles.rules}>
          {help.ruleList.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </section>
      <section className={styles.section}>
        <h2>{help.keysTitle}</h2>
        <dl className={styles.screens}>
          {keys.map((key) => (
            <Key key={key.does} keys={key.keys} does={key.does} />
          ))}
        </dl>
      </section>
      <section className={styles.section}>
        <h2>{help.contact}</h2>
        <p>{help.contactText}</p>
      </section>
    </div>
  );
}

function Screen({ to, name, is }: { to: (typeof SCREENS)[number]["to"]; name: string; is: string }) {
  return (
    <>
      <dt>
        <Link to={to}>{name}</Link>
      </dt>
      <dd>{is}</dd>
    </>
  );
}

function Key({ keys, does }: { keys: string; does: string }) {
  return (
    <>
      <dt>
        <kbd className={styles.key}>{keys}</kbd>
      </dt>
      <dd>{does}</dd>
    </>
  );
}
