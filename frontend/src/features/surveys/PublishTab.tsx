import { ButtonLink } from "../../ui/Button";
import { CopyBox } from "../../ui/CopyBox";
import { QrCode } from "../../ui/QrCode";
import { Banner } from "../../ui/states";
import { surveys as words } from "../../words/vi/surveys";
import type { RoundDetail } from "./queries";
import styles from "./surveys.module.css";

/** The three ways in which people reach a round, each with its own address. */
export function PublishTab({ round }: { round: RoundDetail }) {
  return (
    <>
      {round.state === "draft" && <Banner tone="note">{words.notYet}</Banner>}
      <div className={styles.ways}>
        <section className={styles.way}>
          <h2>{words.qr}</h2>
          <p>{words.qrText}</p>
          <div className={styles.qr}>
            <QrCode text={round.link} label={words.qrLabel} size={180} />
            <ButtonLink
              to="/khao-sat/$round/to-in"
              params={{ round: round.id }}
              icon="print"
              variant="secondary"
            >
              {words.poster}
            </ButtonLink>
          </div>
          <CopyBox label={words.qrLink} value={round.link} />
        </section>
        <section className={styles.way}>
          <h2>{words.kiosk}</h2>
          <p>{words.kioskText}</p>
          <CopyBox label={words.kioskLink} value={round.kiosk_link} />
          <p className="meta">{words.kioskSecret}</p>
        </section>
        <section className={styles.way}>
          <h2>{words.house}</h2>
          <p>{words.houseText}</p>
          <CopyBox label={words.houseLink} value={round.house_link} />
        </section>
      </div>
    </>
  );
}
