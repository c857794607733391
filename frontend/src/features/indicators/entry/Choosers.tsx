import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Me } from "../../../api/me";
import { BarSelect } from "../../../ui/inputs";
import { entry as words } from "../../../words/vi/entry";
import { unitsOf } from "./choosing";
import { type Period, unitsQuery } from "./queries";

const route = getRouteApi("/signed-in/nhap-so-lieu/{-$period}");

interface ChoosersProps {
  me: Me;
  unit: string;
  period: string;
  open: readonly Period[];
}

/** Which unit and which period; the unit only for people who enter for several. */
export function Choosers({ me, unit, period, open }: ChoosersProps) {
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
