import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type Me, useMay, useMe } from "../../../api/me";
import { formatDay, formatDeadline } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { ButtonLink } from "../../../ui/Button";
import { BarSelect } from "../../../ui/inputs";
import { PageTitle } from "../../../ui/PageTitle";
import { Empty, NoPermission } from "../../../ui/states";
import { entry as words } from "../../../words/vi/entry";
import { Loaded } from "../../Loaded";
import { homeUnit, likelyPeriod, unitsOf } from "./choosing";
import { EntrySheet } from "./EntrySheet";
import { openPeriodsQuery, type Period, type Sheet, sheetQuery, unitsQuery } from "./queries";

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
  return (
    <>
      <PageTitle title={words.title} meta={sheet.data && <Deadline sheet={sheet.data} />}>
        <Choosers me={me} unit={unit} period={period} open={open} />
      </PageTitle>
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

function Deadline({ sheet: { period, today } }: { sheet: Sheet }) {
  if (period.locked_on) return t(words.locked, { day: formatDay(period.locked_on) });
  const deadline = formatDeadline(period.entry_due_on, today);
  return t(words.due, { day: formatDay(period.entry_due_on), deadline });
}

function Choosers({ me, unit, period, open }: Omit<OneSheetProps, "focus">) {
  const navigate = route.useNavigate();
  const all = useQuery(unitsQuery).data ?? [];
  const units = unitsOf(me, all);
  const periods = open.map(({ code, label }) => ({ value: code, label }));
  if (!periods.some(({ value }) => value === period)) periods.push({ value: period, label: period });
  return (
    <>
      {units.length > 1 && (
        <BarSelect
          label={words.unit}
          value={unit}
          options={units.map(({ code, short_name }) => ({ value: code, label: short_name }))}
          onChange={(event) =>
            void navigate({
              to: "/nhap-so-lieu/{-$period}",
              params: { period },
              search: { "don-vi": event.target.value },
            })
          }
        />
      )}
      <BarSelect
        label={words.period}
        value={period}
        options={periods}
        onChange={(event) =>
          void navigate({
            to: "/nhap-so-lieu/{-$period}",
            params: { period: event.target.value },
            search: { "don-vi": unit },
          })
        }
      />
    </>
  );
}
