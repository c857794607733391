import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Me, useMay, useMe } from "../../../api/me";
import { formatDay, formatDeadline } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { useNarrow } from "../../../lib/narrow";
import { ButtonLink } from "../../../ui/Button";
import { PageTitle } from "../../../ui/PageTitle";
import { Empty, NoPermission } from "../../../ui/states";
import { entry as words } from "../../../words/vi/entry";
import { Loaded } from "../../Loaded";
import { Choosers } from "./Choosers";
import { homeUnit, likelyPeriod } from "./choosing";
import styles from "./EntryPage.module.css";
import { EntrySheet } from "./EntrySheet";
import { openPeriodsQuery, type Period, type Sheet, sheetQuery } from "./queries";

const route = getRouteApi("/signed-in/nhap-so-lieu/{-$period}");

/** Entering the numbers of a unit for a period. Which ones stands in the address, so that a link opens the same. */
export function EntryPage() {
  const me = useMe();
  const mayEnter = useMay("value_write");
  const periods = useQuery(openPeriodsQuery);
  const params = route.useParams();
  const search = route.useSearch();
  if (!me) return null;
  const unit = search["don-vi"] ?? homeUnit(me);
  if (!mayEnter || !unit) {
    return (
      <>
        <PageTitle title={words.title} />
        <NoPermission title={words.denied.title} text={words.denied.text}>
          <ButtonLink to="/tong-quan">{words.empty.overview}</ButtonLink>
        </NoPermission>
      </>
    );
  }
  return (
    <Loaded query={periods}>
      {(open) => {
        const period = params.period ?? likelyPeriod(open)?.code;
        return period ? (
          <OneSheet
            key={`${unit}/${period}`}
            me={me}
            unit={unit}
            period={period}
            open={open}
            focus={search.o}
          />
        ) : (
          <>
            <PageTitle title={words.title} />
            <Empty icon="calendar" title={words.empty.noPeriod} text={words.empty.noPeriodText} />
          </>
        );
      }}
    </Loaded>
  );
}

interface OneSheetProps {
  me: Me;
  unit: string;
  period: string;
  open: Period[];
  focus: string | undefined;
}

function OneSheet({ me, unit, period, open, focus }: OneSheetProps) {
  const sheet = useQuery(sheetQuery(unit, period));
  const narrow = useNarrow();
  const choosers = <Choosers me={me} unit={unit} period={period} open={open} />;
  const meta = sheet.data && <Deadline sheet={sheet.data} />;
  return (
    <>
      {narrow ? (
        <Narrow meta={meta} of={sheet.data}>
          {choosers}
        </Narrow>
      ) : (
        <PageTitle title={words.title} meta={meta}>
          {choosers}
        </PageTitle>
      )}
      <Loaded query={sheet} rows={12}>
        {(data) =>
          data.rows.length > 0 ? (
            <EntrySheet me={me} sheet={data} focus={focus} />
          ) : (
            <Empty
              title={words.empty.title}
              text={t(words.empty.text, { unit: data.unit.short_name, period: data.period.label })}
            >
              <ButtonLink to="/tong-quan">{words.empty.overview}</ButtonLink>
            </Empty>
          )
        }
      </Loaded>
    </>
  );
}

/** On a phone the choice of unit and period is folded away: the room belongs to the number. */
function Narrow({ meta, of, children }: { meta: ReactNode; of: Sheet | undefined; children: ReactNode }) {
  return (
    <div className={styles.narrow}>
      <PageTitle title={words.title} meta={meta} />
      <details>
        <summary>{of ? `${of.unit.short_name} · ${of.period.label}` : words.change}</summary>
        <div className={styles.choosers}>{children}</div>
      </details>
    </div>
  );
}

function Deadline({ sheet: { period, today } }: { sheet: Sheet }) {
  if (period.locked_on) return t(words.locked, { day: formatDay(period.locked_on) });
  const deadline = formatDeadline(period.entry_due_on, today);
  return t(words.due, { day: formatDay(period.entry_due_on), deadline });
}
