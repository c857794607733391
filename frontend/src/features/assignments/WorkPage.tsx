import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type KeyboardEvent, useRef } from "react";
import { api, send } from "../../api/client";
import { asProblem } from "../../api/problem";
import { cx } from "../../lib/cx";
import { formatDay } from "../../lib/format";
import { t } from "../../lib/i18n";
import { ButtonLink } from "../../ui/Button";
import { PageTitle } from "../../ui/PageTitle";
import { Empty } from "../../ui/states";
import { toast } from "../../ui/Toast";
import { work as words } from "../../words/vi/work";
import { Loaded } from "../Loaded";
import { daysWords } from "./deadline";
import { type MyWork, refreshAssignments, type Section, type WorkItem, workQuery } from "./queries";
import styles from "./WorkPage.module.css";
import { WorkRow } from "./WorkRow";

const route = getRouteApi("/signed-in/viec-cua-toi");
const SECTIONS = Object.keys(words.sections) as Section[];
const NEW_SHOWN = 5;

/** What is due, late, returned or waiting for the person: the next thing first, each begun by one press. */
export function WorkPage() {
  const query = useQuery(workQuery);
  return (
    <>
      <PageTitle title={words.title} meta={query.data && <PeriodLine work={query.data} />} />
      <Loaded query={query} rows={7}>
        {(work) => <Work work={work} />}
      </Loaded>
    </>
  );
}

function PeriodLine({ work: { period, period_days_left: days } }: { work: MyWork }) {
  if (!period || days === null) return null;
  return (
    <>
      {t(words.periodLine, { label: period.label, day: formatDay(period.entry_due_on) })}
      {" · "}
      <b className={styles.left}>{daysWords(days).toLowerCase()}</b>
    </>
  );
}

function Work({ work }: { work: MyWork }) {
  const { muc } = route.useSearch();
  const list = useRef<HTMLDivElement>(null);
  const receive = useReceive();
  const chosen = SECTIONS.find((s) => s === muc && work.counts[s]);
  const shown = SECTIONS.filter((s) => work.counts[s] && (!chosen || s === chosen));
  const first = work.items.find((item) => shown.includes(item.section));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: j and k move between the rows' own buttons
    <div ref={list} onKeyDown={(event) => step(event, list.current)}>
      {work.items.length > 0 ? <Chips work={work} chosen={chosen} /> : <Nothing work={work} />}
      {shown.map((section) => (
        <Group
          key={section}
          section={section}
          items={work.items.filter((item) => item.section === section)}
          first={first}
          whole={section === chosen}
          onReceive={(code) => receive.mutate(code)}
        />
      ))}
      <Done items={work.done_this_week} />
    </div>
  );
}

/** `j` and `k` go from row to row; Enter then presses what has the focus. */
function step(event: KeyboardEvent, list: HTMLElement | null): void {
  const by = { j: 1, k: -1 }[event.key];
  if (!by || !list || event.ctrlKey || event.metaKey || event.altKey) return;
  const verbs = [...list.querySelectorAll<HTMLElement>("[data-verb]")];
  const at = verbs.indexOf(document.activeElement as HTMLElement);
  verbs[at === -1 ? 0 : Math.min(Math.max(at + by, 0), verbs.length - 1)]?.focus();
}

function useReceive() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ref: string) =>
      send(api.POST("/api/v1/assignments/{ref}/acknowledgements", { params: { path: { ref } }, body: {} })),
    onSuccess: (row) => {
      toast(t(words.received, { code: row.code }));
      return refreshAssignments(client);
    },
    onError: (error) => toast(asProblem(error).detail, { icon: "alert" }),
  });
}

function Chips({ work, chosen }: { work: MyWork; chosen: Section | undefined }) {
  const navigate = route.useNavigate();
  const chips = [
    { id: undefined, label: words.all, count: work.items.length },
    ...SECTIONS.filter((s) => work.counts[s]).map((s) => ({
      id: s,
      label: words.sections[s],
      count: work.counts[s],
    })),
  ];
  return (
    <fieldset className={styles.chips}>
      <legend className="visually-hidden">{words.filter}</legend>
      {chips.map(({ id, label, count }) => (
        <button
          key={label}
          type="button"
          className={styles.chip}
          aria-pressed={id === chosen}
          onClick={() => void navigate({ search: { muc: id }, replace: true })}
        >
          {label} <b className="so">{count}</b>
        </button>
      ))}
    </fieldset>
  );
}

interface GroupProps {
  section: Section;
  items: readonly WorkItem[];
  first: WorkItem | undefined;
  whole: boolean;
  onReceive: (code: string) => void;
}

function Group({ section, items, first, whole, onReceive }: GroupProps) {
  const navigate = route.useNavigate();
  const cut = section === "new" && !whole && items.length > NEW_SHOWN;
  const review = items.some((item) => item.kind === "values" && item.action === "review");
  return (
    <section className={styles.group}>
      <h2>
        {words.sections[section]} <span className={cx("so", styles.count)}>{items.length}</span>
        {review && (
          <ButtonLink to="/duyet" variant="quiet" size="small" className={styles.all}>
            {words.reviewAll}
          </ButtonLink>
        )}
      </h2>
      <ul>
        {(cut ? items.slice(0, NEW_SHOWN) : items).map((item) => (
          <WorkRow
            key={`${item.action}-${item.code}-${item.unit.code}`}
            item={item}
            primary={item === first}
            onReceive={onReceive}
          />
        ))}
      </ul>
      {cut && (
        <button
          type="button"
          className={styles.more}
          onClick={() => void navigate({ search: { muc: section } })}
        >
          {t(words.showAllNew, { count: items.length })}
        </button>
      )}
    </section>
  );
}

function Nothing({ work }: { work: MyWork }) {
  const { next } = work;
  return (
    <Empty
      icon="done"
      title={words.empty}
      text={next ? t(words.emptyNext, { code: next.code, day: formatDay(next.due_on) }) : words.emptyText}
    >
      <ButtonLink to="/nhiem-vu">{words.toAssignments}</ButtonLink>
    </Empty>
  );
}

function Done({ items }: { items: readonly WorkItem[] }) {
  if (items.length === 0) return null;
  return (
    <details className={styles.done}>
      <summary>{t(words.done, { count: items.length })}</summary>
      <ul>
        {items.map((item) => (
          <WorkRow key={item.code} item={item} done />
        ))}
      </ul>
    </details>
  );
}
