import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useMay } from "../../api/me";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { SearchInput, Select } from "../../ui/inputs";
import { Menu } from "../../ui/Menu";
import { PageTitle } from "../../ui/PageTitle";
import { Empty } from "../../ui/states";
import { More } from "../../ui/Table";
import { directory } from "../../words/vi/directory";
import { Loaded } from "../Loaded";
import { SaveTable } from "../SaveTable";
import { type Dialogs, DirectoryDialogs } from "./DirectoryDialogs";
import styles from "./DirectoryPage.module.css";
import { PeopleTable } from "./PeopleTable";
import { peopleQuery, type Unit, unitsQuery } from "./queries";
import { unitChoices } from "./tree";
import { UnitTree } from "./UnitTree";

const route = getRouteApi("/signed-in/to-chuc");

/** The tree of units beside the people of the chosen one. */
export function DirectoryPage() {
  const { "don-vi": chosen, tim: sought, ngung: withInactive } = route.useSearch();
  const navigate = route.useNavigate();
  const units = useQuery(unitsQuery);
  const [dialog, setDialog] = useState<Dialogs | null>(null);
  const mayInvite = useMay("person_manage");
  const mayAdd = useMay("unit_manage");
  const choose = (code: string | undefined) => void navigate({ search: (s) => ({ ...s, "don-vi": code }) });
  return (
    <>
      <PageTitle title={directory.title}>
        <SaveTable
          path="/api/v1/people"
          query={{ unit: chosen, q: sought, active: withInactive === "1" ? undefined : "true" }}
        />
        {mayAdd && (
          <Button icon="units" onClick={() => setDialog({ open: "new-unit" })}>
            {directory.addUnit}
          </Button>
        )}
        {mayInvite && (
          <Button variant="primary" icon="invite" onClick={() => setDialog({ open: "invite" })}>
            {directory.invite}
          </Button>
        )}
      </PageTitle>
      <Loaded query={units} rows={8}>
        {(all) => (
          <div className={styles.page}>
            <div className={styles.tree}>
              <UnitTree units={all} chosen={chosen} />
            </div>
            <People units={all} chosen={chosen} onChoose={choose} onOpen={setDialog} />
            {dialog && (
              <DirectoryDialogs
                dialog={dialog}
                units={all}
                chosen={chosen}
                onChoose={choose}
                onOpen={setDialog}
              />
            )}
          </div>
        )}
      </Loaded>
    </>
  );
}

interface PeopleProps {
  units: readonly Unit[];
  chosen: string | undefined;
  onChoose: (code: string | undefined) => void;
  onOpen: (dialog: Dialogs) => void;
}

function People({ units, chosen, onChoose, onOpen }: PeopleProps) {
  const { tim: sought = "", ngung: withInactive } = route.useSearch();
  const people = useInfiniteQuery(peopleQuery(chosen, sought, withInactive === "1"));
  const unit = units.find((u) => u.code === chosen);
  return (
    <section>
      <div className={styles.pick}>
        <Select
          aria-label={directory.unit}
          value={chosen ?? ""}
          options={[{ value: "", label: directory.allUnits }, ...unitChoices(units)]}
          onChange={(event) => onChoose(event.target.value || undefined)}
        />
      </div>
      <div className={styles.head}>
        <h2>{unit?.name ?? directory.allUnits}</h2>
        {unit?.may_manage && unit.level !== "city" && unit.level !== "ward" && (
          <Menu
            label={t(directory.unitActions, { name: unit.name })}
            items={[
              {
                label: directory.renameUnit,
                icon: "edit",
                onSelect: () => onOpen({ open: "rename-unit", unit }),
              },
              {
                label: directory.closeUnit,
                icon: "stop",
                danger: true,
                onSelect: () => onOpen({ open: "close-unit", unit }),
              },
            ]}
          />
        )}
      </div>
      <Filters />
      <Loaded query={people}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.data);
          if (rows.length === 0) {
            return sought ? (
              <Empty icon="search" title={directory.nobodyFound} text={directory.nobodyFoundText}>
                <Button onClick={() => onChoose(undefined)}>{directory.showAll}</Button>
              </Empty>
            ) : (
              <Empty icon="users" title={directory.emptyPeople} text={directory.emptyPeopleText}>
                <Button onClick={() => onOpen({ open: "invite" })}>{directory.invite}</Button>
              </Empty>
            );
          }
          return (
            <>
              <PeopleTable people={rows} onMove={(open, person) => onOpen({ open, person })} />
              <More
                count={rows.length}
                onMore={people.hasNextPage ? () => people.fetchNextPage() : undefined}
              />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

/** Search and whether those who left are shown; both stand in the address. */
function Filters() {
  const { tim: sought = "", ngung: withInactive } = route.useSearch();
  const navigate = route.useNavigate();
  const router = useRouter();
  const [text, setText] = useState(sought);
  useEffect(() => {
    const wait = setTimeout(() => {
      const tim = text.trim() || undefined;
      // The person may have left in the pause after typing: that stands.
      const left = router.latestLocation.pathname !== "/to-chuc";
      if (!left && (tim ?? "") !== sought) void navigate({ search: (s) => ({ ...s, tim }), replace: true });
    }, 250);
    return () => clearTimeout(wait);
  }, [text, sought, navigate, router]);
  return (
    <div className={styles.filters}>
      <div className={styles.search}>
        <SearchInput
          label={directory.findPeople}
          value={text}
          maxLength={100}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={withInactive === "1"}
          onChange={(event) => {
            const ngung = event.target.checked ? "1" : undefined;
            void navigate({ search: (s) => ({ ...s, ngung }) });
          }}
        />
        {directory.withInactive}
      </label>
    </div>
  );
}
