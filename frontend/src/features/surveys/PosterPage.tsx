import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Button, ButtonLink } from "../../ui/Button";
import { PageTitle } from "../../ui/PageTitle";
import { general } from "../../words/vi/general";
import { surveys as words } from "../../words/vi/surveys";
import { Loaded } from "../Loaded";
import { posterQuery } from "./queries";
import styles from "./surveys.module.css";

/** The sheet for the counter; on paper nothing else of the page is left. */
export function PosterPage() {
  const { round } = useParams({ from: "/signed-in/khao-sat/$round/to-in" });
  const poster = useQuery(posterQuery(round));
  return (
    <>
      <div className="no-print">
        <PageTitle title={words.posterTitle}>
          <ButtonLink to="/khao-sat/$round" params={{ round }} icon="back" variant="quiet">
            {words.posterBack}
          </ButtonLink>
          <Button variant="primary" icon="print" onClick={() => window.print()}>
            {general.print}
          </Button>
        </PageTitle>
      </div>
      <Loaded query={poster}>
        {(drawing) => <img className={styles.poster} src={drawing} alt={words.posterTitle} />}
      </Loaded>
    </>
  );
}
