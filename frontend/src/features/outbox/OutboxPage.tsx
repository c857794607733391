import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { formatMoment } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { PageTitle } from "../../ui/PageTitle";
import { Empty } from "../../ui/states";
import { Table } from "../../ui/Table";
import { Tag } from "../../ui/Tag";
import { toast } from "../../ui/Toast";
import { outbox as words } from "../../words/vi/outbox";
import { ConfirmDialog } from "../ConfirmDialog";
import { outbox, useParcels } from "./here";
import styles from "./OutboxPage.module.css";
import type { Parcel } from "./parcels";

/** Everything that the person entered on this machine and that the server does not have yet. */
export function OutboxPage() {
  const parcels = useParcels();
  const [leaving, setLeaving] = useState<Parcel | null>(null);
  return (
    <>
      <PageTitle title={words.title} meta={words.meta}>
        {parcels.length > 0 && (
          <>
            <Button icon="copy" onClick={() => void copy(parcels)}>
              {words.copyAll}
            </Button>
            <Button
              variant="primary"
              icon="send"
              onClick={() => void outbox.retry(parcels.map(({ id }) => id))}
            >
              {words.retryAll}
            </Button>
          </>
        )}
      </PageTitle>
      {parcels.length === 0 ? (
        <Empty icon="done" title={words.empty} text={words.emptyText} />
      ) : (
        <Table caption={words.title} stack>
          <thead>
            <tr>
              <th scope="col">{words.columns.what}</th>
              <th scope="col">{words.columns.text}</th>
              <th scope="col">{words.columns.at}</th>
              <th scope="col">{words.columns.state}</th>
              <th scope="col">
                <span className="visually-hidden">{words.columns.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {parcels.map((parcel) => (
              <Waiting key={parcel.id} parcel={parcel} onDrop={() => setLeaving(parcel)} />
            ))}
          </tbody>
        </Table>
      )}
      {leaving && (
        <ConfirmDialog
          title={t(words.dropTitle, { title: leaving.about.title })}
          text={t(words.dropText, { text: leaving.about.text })}
          action={words.dropAction}
          danger
          onConfirm={async () => {
            await outbox.drop(leaving.person, [leaving.id]);
            toast(t(words.dropped, { title: leaving.about.title }));
          }}
          onClose={() => setLeaving(null)}
        />
      )}
    </>
  );
}

function Waiting({ parcel, onDrop }: { parcel: Parcel; onDrop: () => void }) {
  const { about, at, refusal, tries } = parcel;
  const { history } = useRouter();
  return (
    <tr>
      <td>
        <a
          href={about.link}
          onClick={(event) => {
            // Within the page: a reload would need the network that is missing.
            event.preventDefault();
            history.push(about.link);
          }}
        >
          {about.title}
        </a>
        <div className="meta">{about.place}</div>
      </td>
      <td className={styles.text} data-label={words.columns.text}>
        {about.text}
      </td>
      <td className="keep" data-label={words.columns.at}>
        {formatMoment(at)}
      </td>
      <td data-label={words.columns.state}>
        {refusal === null ? (
          <Tag tone="waiting">
            {tries > 1 ? t(words.states.tried, { count: tries }) : words.states.waiting}
          </Tag>
        ) : (
          <>
            <Tag tone="off">{words.states.refused}</Tag>
            <div className={styles.why}>{whyOf(refusal)}</div>
          </>
        )}
      </td>
      <td>
        <div className={styles.actions}>
          {refusal !== null && isOvertaken(refusal) ? (
            <Button size="small" onClick={() => history.push(about.link)}>
              {words.openPage}
            </Button>
          ) : (
            <Button
              size="small"
              aria-label={t(words.retryOf, { title: about.title })}
              onClick={() => void outbox.retry([parcel.id])}
            >
              {words.retryOne}
            </Button>
          )}
          <Button
            size="small"
            variant="danger"
            aria-label={t(words.dropOf, { title: about.title })}
            onClick={onDrop}
          >
            {words.drop}
          </Button>
        </div>
      </td>
    </tr>
  );
}

type Refusal = NonNullable<Parcel["refusal"]>;

function isOvertaken({ status }: Refusal): boolean {
  return status === 412 || status === 428;
}

function whyOf(refusal: Refusal): string {
  if (isOvertaken(refusal)) return words.overtaken;
  return refusal.errors.length > 0 ? refusal.errors.map(({ message }) => message).join(" ") : refusal.detail;
}

/** As lines of a spreadsheet: what, where, what was entered, why it waits. */
async function copy(parcels: readonly Parcel[]): Promise<void> {
  const lines = parcels.map(({ about, at, refusal }) =>
    [about.title, about.place, about.text, formatMoment(at), refusal ? whyOf(refusal) : words.states.waiting]
      .map((cell) => cell.replace(/[\t\r\n]+/g, " "))
      .join("\t"),
  );
  try {
    await navigator.clipboard.writeText(lines.join("\n"));
    toast(t(words.copied, { count: parcels.length }));
  } catch {
    toast(words.notCopied, { icon: "alert" });
  }
}
