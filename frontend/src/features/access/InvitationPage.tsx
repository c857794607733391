import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, send } from "../../api/client";
import { asProblem, faultAt, restOf } from "../../api/problem";
import type { components } from "../../api/schema";
import { t } from "../../lib/i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { Banner, Empty } from "../../ui/states";
import { access } from "../../words/vi/access";
import { roles } from "../../words/vi/roles";
import { Loaded } from "../Loaded";
import { useEnter, useFragmentToken } from "./enter";
import { Frame } from "./Frame";
import styles from "./Frame.module.css";
import { NewPassword } from "./NewPassword";

type Whom = components["schemas"]["LinkOut"];

const TITLES = {
  invitation: access.inviteTitle,
  reset: access.resetTitle,
  device: access.cardTitle,
} as const;

/** A one-time link: whom it is for, and the password to choose; or a card that lets this phone in as it is. */
export function InvitationPage() {
  const token = useFragmentToken();
  const link = useQuery({
    queryKey: ["one-time-link", token],
    queryFn: () => send(api.POST("/api/v1/invitations/previews", { body: { token: token ?? "" } })),
    enabled: token !== null,
    retry: false,
    gcTime: 0,
  });
  if (token === null) {
    return (
      <Frame title={access.inviteTitle}>
        <Empty icon="link" title={access.noToken} text={access.noTokenHint}>
          <ButtonLink to="/dang-nhap">{access.toSignIn}</ButtonLink>
        </Empty>
      </Frame>
    );
  }
  if (link.error && asProblem(link.error).status === 410) {
    return (
      <Frame title={access.inviteTitle}>
        <Spent />
      </Frame>
    );
  }
  return (
    <Frame title={TITLES[link.data?.kind as keyof typeof TITLES] ?? access.inviteTitle}>
      <Loaded query={link} rows={4}>
        {(whom) =>
          whom.kind === "device" ? <LetIn token={token} whom={whom} /> : <Claim token={token} whom={whom} />
        }
      </Loaded>
    </Frame>
  );
}

function Spent() {
  return (
    <Empty icon="link" title={access.linkSpent} text={access.linkSpentHint}>
      <ButtonLink to="/dang-nhap">{access.toSignIn}</ButtonLink>
    </Empty>
  );
}

/** One press signs the phone in: a link that is only looked at, by a chat's preview say, is not used up. */
function LetIn({ token, whom }: { token: string; whom: Whom }) {
  const enter = useEnter();
  const claim = useMutation({
    mutationFn: () => send(api.POST("/api/v1/invitations/device-claims", { body: { token } })),
    onSuccess: (signed) => enter(signed),
  });
  if (claim.error && asProblem(claim.error).status === 410) return <Spent />;
  return (
    <>
      <p>{t(access.cardText, { name: whom.display_name })}</p>
      <WhomFacts whom={whom} named={false} />
      {claim.error && <Banner tone="error">{asProblem(claim.error).detail}</Banner>}
      <Button variant="primary" size="large" wide busy={claim.isPending} onClick={() => claim.mutate()}>
        {access.cardEnter}
      </Button>
      <p className="meta">{access.cardOpen}</p>
    </>
  );
}

function WhomFacts({ whom, named }: { whom: Whom; named: boolean }) {
  return (
    <dl className={styles.facts}>
      {named && (
        <>
          <dt>{access.username}</dt>
          <dd>{whom.username}</dd>
        </>
      )}
      {whom.unit_name && (
        <>
          <dt>{access.yourUnit}</dt>
          <dd>{whom.unit_name}</dd>
        </>
      )}
      {whom.role && (
        <>
          <dt>{access.yourRole}</dt>
          <dd>{roles[whom.role].name}</dd>
        </>
      )}
    </dl>
  );
}

function Claim({ token, whom }: { token: string; whom: Whom }) {
  const enter = useEnter();
  const [password, setPassword] = useState("");
  const claim = useMutation({
    mutationFn: () => send(api.POST("/api/v1/invitations/claims", { body: { token, password } })),
    onSuccess: (signed) => enter(signed),
  });
  if (claim.error && asProblem(claim.error).status === 410) return <Spent />;
  const reset = whom.kind === "reset";
  const rest = restOf(claim.error, ["/password"]);
  return (
    <>
      <p>{t(reset ? access.resetText : access.inviteText, { name: whom.display_name })}</p>
      <WhomFacts whom={whom} named />
      {rest && <Banner tone="error">{rest}</Banner>}
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!claim.isPending) claim.mutate();
        }}
      >
        <input type="text" hidden readOnly autoComplete="username" value={whom.username} />
        <NewPassword
          value={password}
          error={faultAt(claim.error, "/password", { too_short: access.needsNewPassword })}
          onChange={setPassword}
        />
        <Button type="submit" variant="primary" size="large" wide busy={claim.isPending}>
          {access.inviteDone}
        </Button>
      </form>
    </>
  );
}
