import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "../../api/me";
import { dayOf, formatDay } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { PageTitle } from "../../ui/PageTitle";
import { Empty } from "../../ui/states";
import { Table } from "../../ui/Table";
import { surveys as words } from "../../words/vi/surveys";
import { Loaded } from "../Loaded";
import { CreateDialog } from "./CreateDialog";
import { type Round, roundsQuery } from "./queries";
import { RoundState } from "./RoundState";

/** The rounds within sight, the newest first. */
export function SurveysPage() {
  const navigate = useNavigate();
  const mayManage = useMay("survey_manage");
  const [creating, setCreating] = useState(false);
  const listed = useQuery(roundsQuery);
  const create = mayManage && (
    <Button variant="primary" icon="plus" onClick={() => setCreating(true)}>
      {words.create}
    </Button>
  );
  return (
    <>
      <PageTitle title={words.title} meta={words.meta}>
        {(listed.data?.length ?? 0) > 0 && create}
      </PageTitle>
      <Loaded query={listed}>
        {(rounds) =>
          rounds.length === 0 ? (
            <Empty icon="survey" title={words.empty} text={words.emptyText}>
              {create}
            </Empty>
          ) : (
            <RoundsTable rounds={rounds} />
          )
        }
      </Loaded>
      {creating && (
        <CreateDialog
          onClose={() => setCreating(false)}
          onMade={(round) => void navigate({ to: "/khao-sat/$round", params: { round: round.id } })}
        />
      )}
    </>
  );
}

function RoundsTable({ rounds }: { rounds: readonly Round[] }) {
  return (
    <Table caption={words.title} stack>
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.unit}</th>
          <th scope="col">{words.period}</th>
          <th scope="col">{words.state}</th>
        </tr>
      </thead>
      <tbody>
        {rounds.map((round) => (
          <tr key={round.id}>
            <td>
              <Link to="/khao-sat/$round" params={{ round: round.id }}>
                <b>{round.title}</b>
              </Link>
            </td>
            <td data-label={words.unit}>{round.unit.short_name}</td>
            <td data-label={words.period}>{round.period.label}</td>
            <td>
              <RoundState round={round} today={dayOf(new Date())} />
              {round.taking && round.closes_on && (
                <span className="meta"> {t(words.untilDay, { day: formatDay(round.closes_on) })}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
