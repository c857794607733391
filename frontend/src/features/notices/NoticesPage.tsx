import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { api, send } from "../../api/client";
import { useMay } from "../../api/me";
import { unreadQuery } from "../../api/notices";
import { asProblem } from "../../api/problem";
import { cx } from "../../lib/cx";
import { dayOf, formatDay, formatTime, formatWhen } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { BarSelect } from "../../ui/inputs";
import { PageTitle } from "../../ui/PageTitle";
import { Empty } from "../../ui/states";
import { More } from "../../ui/Table";
import { toast } from "../../ui/Toast";
import { notices as words } from "../../words/vi/notices";
import { Loaded } from "../Loaded";
import { copyText } from "./copying";
import styles from "./NoticesPage.module.css";
import { type Digest, digestQuery, type Notice, noticesQuery } from "./queries";
import { byDay, detailsOf, linkOf, sentenceOf } from "./telling";

const route = getRouteApi("/signed-in/thong-bao");

/** What the person was told, newest first, with what the day brings on top. */
export function NoticesPage() {
  const { loc } = route.useSearch();
  const navigate = route.useNavigate();
  const unreadOnly = loc === "chua-doc";
  const list = useInfiniteQuery(noticesQuery(unreadOnly));
  const unread = useQuery(unreadQuery).data ?? 0;
  const works = useMay("assignment_read");
  const digest = useQuery({ ...digestQuery, enabled: works }).data;
  const readAll = useReadAll();
  return (
    <div className={styles.page}>
      <PageTitle title={words.title}>
        <BarSelect
          label={words.show}
          options={[
            { value: "", label: words.all },
            { value: "chua-doc", label: words.unreadOnly },
          ]}
          value={loc ?? ""}
          onChange={(event) =>
            void navigate({ search: { loc: event.target.value || undefined }, replace: true })
          }
        />
        {unread > 0 && (
          <Button icon="check" busy={readAll.isPending} onClick={() => readAll.mutate()}>
            {words.readAll}
          </Button>
        )}
      </PageTitle>
      {digest && <Today digest={digest} />}
      <Loaded query={list} rows={8}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.data);
          if (rows.length === 0)
            return unreadOnly ? (
              <Empty icon="bell" title={words.emptyUnread} />
            ) : (
              <Empty icon="bell" title={words.empty} text={words.emptyText} />
            );
          return (
            <>
              {byDay(rows).map(([day, told]) => (
                <Day key={day} day={day} rows={told} />
              ))}
              <More count={rows.length} onMore={list.hasNextPage ? () => list.fetchNextPage() : undefined} />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function Today({ digest }: { digest: Digest }) {
  const day = formatDay(digest.day);
  const lines = digest.items.map((item) => `- ${item.code} ${item.title}`);
  const text = [t(words.digest.copyTitle, { day, text: digest.text }), ...lines].join("\n");
  return (
    <section className={styles.today} aria-label={words.digest.title}>
      <div>
        <h2>{words.digest.title}</h2>
        <p>{digest.text}</p>
      </div>
      <div className={styles.actions}>
        {digest.items.length > 0 && (
          <Button size="small" icon="copy" onClick={() => void copyText(text)}>
            {words.digest.copy}
          </Button>
        )}
        <ButtonLink size="small" to="/viec-cua-toi">
          {words.digest.open}
        </ButtonLink>
      </div>
    </section>
  );
}

function Day({ day, rows }: { day: string; rows: readonly Notice[] }) {
  const when = formatWhen(day, dayOf(new Date()));
  return (
    <section className={styles.day}>
      <h2>{when.charAt(0).toUpperCase() + when.slice(1)}</h2>
      <ul>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function Row({ row }: { row: Notice }) {
  const client = useQueryClient();
  const read = useMutation({
    mutationFn: () =>
      send(api.POST("/api/v1/notices/{notice_id}/receipts", { params: { path: { notice_id: row.id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: ["notices"] }),
  });
  const fresh = row.read_at === null;
  const details = detailsOf(row);
  return (
    <li className={cx(styles.row, fresh && styles.fresh)}>
      <Link {...linkOf(row)} className={styles.link} onClick={() => fresh && read.mutate()}>
        <span className={styles.what}>
          {fresh && <span className="visually-hidden">{words.unread}: </span>}
          {sentenceOf(row)}
        </span>
        {details.map((detail) => (
          <span key={detail} className={styles.detail}>
            {detail}
          </span>
        ))}
      </Link>
      <time className={styles.time} dateTime={row.at}>
        {formatTime(row.at)}
      </time>
    </li>
  );
}

function useReadAll() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => send(api.POST("/api/v1/notices/receipts")),
    onSuccess: () => toast(words.readAllDone),
    onError: (error) => toast(asProblem(error).detail, { icon: "alert" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["notices"] }),
  });
}
