import type { ReactNode } from "react";
import { general } from "../words/vi/general";
import styles from "./PageTitle.module.css";

interface PageTitleProps {
  title: string;
  /** One grey line below. */
  meta?: ReactNode;
  /** Buttons and filters on the right. */
  children?: ReactNode;
}

/** The heading of a page, which also names the browser's tab. */
export function PageTitle({ title, meta, children }: PageTitleProps) {
  return (
    <div className={styles.head}>
      <title>{`${title} - ${general.siteName}`}</title>
      <div className={styles.text}>
        <h1>{title}</h1>
        {meta && <div className={styles.meta}>{meta}</div>}
      </div>
      {children && <div className={`${styles.actions} no-print`}>{children}</div>}
    </div>
  );
}
