import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useMatches, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { api, forgetToken, send } from "../api/client";
import { instanceQuery, type Me, useMe } from "../api/me";
import { waitingQuery } from "../api/waiting";
import { workQuery } from "../features/assignments/queries";
import { Bell } from "../features/notices/Bell";
import { outbox } from "../features/outbox/here";
import { SyncBadge } from "../features/outbox/SyncBadge";
import { cx } from "../lib/cx";
import { t } from "../lib/i18n";
import { ButtonLink } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Logo } from "../ui/Logo";
import { Menu } from "../ui/Menu";
import { NoPermission } from "../ui/states";
import { toast } from "../ui/Toast";
import { general } from "../words/vi/general";
import { outbox as outboxWords } from "../words/vi/outbox";
import { shell } from "../words/vi/shell";
import { type Entry, entriesOf } from "./menu";
import { queryClient } from "./queries";
import styles from "./Shell.module.css";
import { SessionDialog } from "./session";

/** Header, menu and the page: the frame of everything behind the log-in. */
export function Shell() {
  const me = useMe();
  const dense = useMatches({ select: (matches) => matches.some((m) => m.staticData.dense) });
  const wanted = useMatches().flatMap((match) => match.staticData.act ?? []);
  const router = useRouter();
  const person = me?.id;
  useEffect(() => {
    if (person === undefined) return;
    outbox.open(person);
    // What waits must be seen also once the network is gone.
    void router.preloadRoute({ to: "/hang-cho-gui" });
    return () => outbox.close();
  }, [person, router]);
  if (!me) return null;
  const entries = entriesOf(me.acts);
  const allowed = wanted.every((act) => me.acts.includes(act));
  return (
    <>
      <a className={styles.skip} href="#noi-dung">
        {shell.skip}
      </a>
      <Header me={me} />
      <div className={cx(styles.frame, dense && styles.folded)}>
        <nav className={styles.side} aria-label={shell.menu}>
          <div className={styles.menu}>
            {entries.map((entry) => (
              <MenuLink key={entry.to} entry={entry} folded={dense} />
            ))}
          </div>
        </nav>
        <main className={styles.main} id="noi-dung" tabIndex={-1}>
          {allowed ? <Outlet /> : <Forbidden />}
        </main>
      </div>
      <BottomBar entries={entries} />
      <SessionDialog username={me.username ?? ""} />
    </>
  );
}

function Forbidden() {
  return (
    <>
      <title>{`${general.noPermission} - ${general.siteName}`}</title>
      <h1 className="visually-hidden">{general.noPermission}</h1>
      <NoPermission>
        <ButtonLink to="/">{general.home}</ButtonLink>
      </NoPermission>
    </>
  );
}

function Header({ me }: { me: Me }) {
  const router = useRouter();
  const instance = useQuery(instanceQuery).data;
  const signOut = async () => {
    const left = outbox.all().length;
    if (left > 0) toast(t(outboxWords.left, { count: left }), { icon: "waiting" });
    try {
      await send(api.DELETE("/api/v1/sessions/current"));
    } finally {
      await outbox.leave(me.id);
      forgetToken();
      queryClient.clear();
      await router.navigate({ to: "/dang-nhap" });
    }
  };
  const initials = me.display_name
    .split(" ")
    .slice(-2)
    .map((word) => word[0])
    .join("");
  return (
    <header className={styles.header}>
      <Link to="/" className={styles.brand}>
        <Logo />
        <span className={styles.names}>
          <b>{me.ward?.short_name ?? instance?.name}</b>
          <span>{general.product}</span>
        </span>
      </Link>
      <div className={styles.right}>
        {instance?.demo && <span className={styles.demo}>{general.demo}</span>}
        <SyncBadge />
        <Bell />
        <Menu
          label={t(shell.personMenu, { name: me.display_name })}
          className={styles.person}
          items={[
            {
              label: shell.account,
              icon: "user",
              onSelect: () => void router.navigate({ to: "/tai-khoan" }),
            },
            { label: shell.signOut, icon: "signOut", onSelect: () => void signOut() },
          ]}
        >
          <span className={styles.initials} data-initials={initials} aria-hidden="true" />
          <span className={styles.personName}>{me.display_name}</span>
          <Icon name="down" size={16} />
        </Menu>
      </div>
    </header>
  );
}

function MenuLink({ entry, folded, short }: { entry: Entry; folded?: boolean; short?: boolean }) {
  return (
    <>
      {entry.line && !short && <hr className={styles.line} />}
      <Link
        to={entry.to}
        className={cx(styles.item, entry.last && styles.last)}
        activeOptions={{ includeSearch: false }}
        title={folded ? entry.label : undefined}
      >
        <Icon name={entry.icon} />
        <span className={styles.text}>{short || folded ? entry.short : entry.label}</span>
        {entry.counted && <Waiting of={entry.counted} />}
      </Link>
    </>
  );
}

function Waiting({ of }: { of: "review" | "work" }) {
  const review = useQuery({ ...waitingQuery, enabled: of === "review" }).data;
  const items = useQuery({ ...workQuery, enabled: of === "work" }).data?.items.length;
  const count = of === "review" ? review : items;
  if (!count) return null;
  const words = of === "review" ? shell.waiting : shell.workWaiting;
  return (
    <span className={cx(styles.count, "so")}>
      <span aria-hidden="true">{count}</span>
      <span className="visually-hidden">{t(words, { count })}</span>
    </span>
  );
}

function BottomBar({ entries }: { entries: readonly Entry[] }) {
  const router = useRouter();
  const shown = entries.length > 5 ? entries.slice(0, 4) : entries;
  const rest = entries.slice(shown.length);
  return (
    <nav className={styles.bottom} aria-label={shell.menu}>
      {shown.map((entry) => (
        <MenuLink key={entry.to} entry={entry} short />
      ))}
      {rest.length > 0 && (
        <Menu
          up
          label={shell.moreMenu}
          className={styles.item}
          items={rest.map((entry) => ({
            label: entry.label,
            icon: entry.icon,
            onSelect: () => void router.navigate({ to: entry.to }),
          }))}
        >
          <Icon name="menu" />
          <span>{shell.moreMenu}</span>
        </Menu>
      )}
    </nav>
  );
}
