import { useMe } from "../../api/me";
import { formatMoment } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { CopyBox } from "../../ui/CopyBox";
import { Actions, Dialog } from "../../ui/Dialog";
import { QrCode } from "../../ui/QrCode";
import { Banner } from "../../ui/states";
import { directory } from "../../words/vi/directory";
import { general } from "../../words/vi/general";
import { roles } from "../../words/vi/roles";
import styles from "./LinkDialog.module.css";
import { held, type OneTimeLink, type Person } from "./queries";

const NOTES = {
  invitation: directory.linkInvitation,
  reset: directory.linkReset,
  device: directory.linkDevice,
} as const;

interface LinkDialogProps {
  person: Person;
  link: OneTimeLink;
  onClose: () => void;
}

/** A one-time link on a card to print or hand over. It is shown this once. */
export function LinkDialog({ person, link, onClose }: LinkDialogProps) {
  const title = t(directory.linkTitle, { name: person.display_name });
  if (link.link === null) {
    return (
      <Dialog title={title} onClose={onClose}>
        <p>{directory.linkGone}</p>
        <Actions>
          <Button onClick={onClose}>{general.close}</Button>
        </Actions>
      </Dialog>
    );
  }
  return (
    <Dialog title={title} onClose={onClose} closable={false}>
      <div className="no-print">
        <Banner tone="note">{NOTES[link.kind as keyof typeof NOTES] ?? directory.linkInvitation}</Banner>
      </div>
      {isLocal(link.link) && (
        <div className="no-print">
          <Banner tone="warn" icon="alert">
            {directory.linkLocal}
          </Banner>
        </div>
      )}
      <Card person={person} link={link.link} expiresAt={link.expires_at} byPhone={link.kind === "device"} />
      <CopyBox label={directory.linkLabel} value={link.link} />
      <Actions>
        <Button icon="print" onClick={() => window.print()}>
          {directory.linkPrint}
        </Button>
        <Button variant="primary" onClick={onClose}>
          {directory.linkDone}
        </Button>
      </Actions>
    </Dialog>
  );
}

/** Whether an address leads to the machine that opens it: handed to somebody else, it opens nothing. */
function isLocal(link: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(link).hostname);
}

interface CardProps {
  person: Person;
  link: string;
  expiresAt: string;
  byPhone: boolean;
}

function Card({ person, link, expiresAt, byPhone }: CardProps) {
  const ward = useMe()?.ward;
  const first = held(person)[0];
  return (
    <div className={styles.card}>
      <div>
        <div className={styles.ward}>
          {ward?.name} · {general.product}
        </div>
        <div className={styles.name}>{person.display_name}</div>
        <dl className={styles.facts}>
          {!byPhone && (
            <>
              <dt>{directory.username}</dt>
              <dd>{person.username}</dd>
            </>
          )}
          {first && (
            <>
              <dt>{directory.role}</dt>
              <dd>
                {roles[first.role].name}, {first.unit.name}
              </dd>
            </>
          )}
        </dl>
      </div>
      <QrCode text={link} label={directory.linkQr} size={132} />
      <p className={styles.how}>
        {byPhone ? directory.cardHow : directory.linkHow}{" "}
        {t(byPhone ? directory.cardOnce : directory.linkOnce, { time: formatMoment(expiresAt) })}
      </p>
    </div>
  );
}
