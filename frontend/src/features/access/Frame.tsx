import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { instanceQuery } from "../../api/me";
import { Logo } from "../../ui/Logo";
import { StatusMark } from "../../ui/StatusMark";
import { access } from "../../words/vi/access";
import { general } from "../../words/vi/general";
import { standing } from "../../words/vi/standing";
import styles from "./Frame.module.css";

const MARKS = ["achieved", "on_track", "at_risk", "off_track", "no_data"] as const;

/** The pages in front of the log-in: whose system this is on the left, one form on the right. */
export function Frame({ title, children }: { title: string; children: ReactNode }) {
  const instance = useQuery(instanceQuery).data;
  return (
    <div className={styles.frame}>
      <title>{`${title} - ${general.siteName}`}</title>
      <header className={styles.brand}>
        <div className={styles.ward}>
          <Logo size={44} />
          <div>
            <div className={styles.wardName}>{instance?.name ?? "\u00a0"}</div>
            <div className={styles.place}>{instance?.place ?? "\u00a0"}</div>
          </div>
        </div>
        <div className={styles.middle}>
          <p className={styles.headline}>{access.headline}</p>
          <p className={styles.about}>{access.about}</p>
          <ul className={styles.marks} aria-label={access.marks}>
            {MARKS.map((mark) => (
              <li key={mark}>
                <StatusMark tone={mark} size={22} />
                {standing.word[mark]}
              </li>
            ))}
          </ul>
          {instance?.demo && <span className={styles.demo}>{general.demo}</span>}
        </div>
        <p className={`${styles.support} meta`}>{access.support}</p>
      </header>
      <main className={styles.side}>
        <div className={styles.form}>
          <h1>{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
