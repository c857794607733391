import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { asProblem, ProblemError } from "../api/problem";
import { ButtonLink } from "../ui/Button";
import { Empty, ErrorState } from "../ui/states";
import { general } from "../words/vi/general";
import styles from "./ErrorPage.module.css";

/** When a page could not be shown at all. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const problem = error instanceof ProblemError ? asProblem(error) : null;
  return (
    <div className={styles.page}>
      <title>{`${general.notLoaded} - ${general.siteName}`}</title>
      <h1 className="visually-hidden">{general.notLoaded}</h1>
      <ErrorState
        {...(problem ? { text: problem.detail } : {})}
        requestId={problem?.requestId ?? null}
        onRetry={() => {
          reset();
          void router.invalidate();
        }}
      />
    </div>
  );
}

/** When the frame itself could not be shown. */
export function ErrorScreen(props: ErrorComponentProps) {
  return (
    <main>
      <ErrorPage {...props} />
    </main>
  );
}

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <main className={styles.page}>
      <title>{`${general.notFound} - ${general.siteName}`}</title>
      <h1 className="visually-hidden">{general.notFound}</h1>
      <Empty icon="search" title={general.notFound} text={general.notFoundHint}>
        <ButtonLink to="/" variant="primary">
          {general.home}
        </ButtonLink>
      </Empty>
    </main>
  );
}
