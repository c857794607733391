import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../../../api/me";
import { cx } from "../../../lib/cx";
import { t } from "../../../lib/i18n";
import { Button } from "../../../ui/Button";
import { PageTitle } from "../../../ui/PageTitle";
import { Empty } from "../../../ui/states";
import { More } from "../../../ui/Table";
import { assignments as words } from "../../../words/vi/assignments";
import { unitsQuery } from "../../directory/queries";
import { Loaded } from "../../Loaded";
import { AssignmentForm } from "../AssignmentForm";
import { ImportDialog } from "../importing/ImportDialog";
import { assignmentsQuery, type Brief, type Counts, countsQuery } from "../queries";
import { Urge } from "../Urge";
import { AssignmentCards } from "./AssignmentCards";
import { AssignmentFilters } from "./AssignmentFilters";
import styles from "./AssignmentsPage.module.css";
import { AssignmentTable } from "./AssignmentTable";
import { useListKeys } from "./keys";
import { filtersOf, isFiltered, type ListSearch, NO_FILTER } from "./search";

const route = getRouteApi("/signed-in/nhiem-vu");
const CARDS = 200;

type Open = "create" | "import" | null;

/** Keeps the line of the counts, so that nothing below it moves when they arrive. */
const NOT_YET = "\u00a0";

/** Who does what by when, as a table or as cards by state. */
export function AssignmentsPage() {
  const search: ListSearch = route.useSearch();
  const navigate = route.useNavigate();
  const mayCreate = useMay("assignment_create");
  const mayUrge = useMay("urge");
  const [open, setOpen] = useState<Open>(null);
  const [urged, setUrged] = useState<string | null>(null);
  const cards = search.xem === "the";
  const filters = filtersOf(search);
  const { q, unit, role, group } = filters;
  const counts = useQuery(countsQuery({ q, unit, role, group }));
  const list = useInfiniteQuery(assignmentsQuery(cards ? { ...filters, limit: CARDS } : filters));
  const change = (part: Partial<ListSearch>) =>
    void navigate({ search: (s) => ({ ...s, ...part }), replace: true });
  useListKeys(mayUrge ? setUrged : undefined);
  const late = list.data?.pages.flatMap((page) => page.data).find((row) => row.code === urged);
  return (
    <>
      <PageTitle title={words.title} meta={counts.data ? countWords(counts.data) : NOT_YET}>
        <Views cards={cards} onChange={(xem) => change({ xem })} />
        {mayCreate && (
          <>
            <Button icon="copy" onClick={() => setOpen("import")}>
              {words.paste}
            </Button>
            <Button variant="primary" icon="plus" onClick={() => setOpen("create")}>
              {words.create}
            </Button>
          </>
        )}
      </PageTitle>
      <AssignmentFilters search={search} counts={counts.data} onChange={change} />
      <Loaded query={list} rows={10}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.data);
          if (rows.length === 0)
            return (
              <Nothing
                search={search}
                onClear={() => change(NO_FILTER)}
                onOpen={mayCreate ? setOpen : undefined}
              />
            );
          return (
            <>
              {cards ? <AssignmentCards rows={rows} /> : <AssignmentTable rows={rows} />}
              <More count={rows.length} onMore={list.hasNextPage ? () => list.fetchNextPage() : undefined} />
            </>
          );
        }}
      </Loaded>
      <Dialogs open={open} onClose={() => setOpen(null)} />
      {late && <Urge row={late} onClose={() => setUrged(null)} />}
    </>
  );
}

function countWords({ total, overdue, soon }: Counts): string {
  const parts = [t(words.total, { count: total })];
  if (overdue > 0) parts.push(t(words.overdue, { count: overdue }));
  if (soon > 0) parts.push(t(words.soon, { count: soon }));
  return parts.join(" · ");
}

function Dialogs({ open, onClose }: { open: Open; onClose: () => void }) {
  const navigate = useNavigate();
  const units = useQuery({ ...unitsQuery, enabled: open !== null });
  if (open === null || !units.data) return null;
  if (open === "import") return <ImportDialog units={units.data} onClose={onClose} />;
  const show = (made: Brief) => {
    onClose();
    void navigate({ to: "/nhiem-vu/$ref", params: { ref: made.code } });
  };
  return <AssignmentForm units={units.data} onSaved={show} onClose={onClose} />;
}

function Views({ cards, onChange }: { cards: boolean; onChange: (view: string | undefined) => void }) {
  return (
    <fieldset className={styles.views}>
      <legend className="visually-hidden">{words.views.label}</legend>
      {([false, true] as const).map((view) => (
        <button
          key={String(view)}
          type="button"
          className={cx(styles.view, view === cards && styles.chosen)}
          aria-pressed={view === cards}
          onClick={() => onChange(view ? "the" : undefined)}
        >
          {view ? words.views.cards : words.views.table}
        </button>
      ))}
    </fieldset>
  );
}

interface NothingProps {
  search: ListSearch;
  onClear: () => void;
  onOpen: ((open: Open) => void) | undefined;
}

function Nothing({ search, onClear, onOpen }: NothingProps) {
  if (isFiltered(search))
    return (
      <Empty icon="search" title={words.nothingFits} text={words.nothingFitsText}>
        <Button onClick={onClear}>{words.filters.clear}</Button>
      </Empty>
    );
  return (
    <Empty icon="tasks" title={words.empty} text={onOpen ? words.emptyText : words.emptyOwn}>
      {onOpen && <Button onClick={() => onOpen("create")}>{words.create}</Button>}
    </Empty>
  );
}
