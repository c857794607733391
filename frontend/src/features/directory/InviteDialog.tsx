import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, send } from "../../api/client";
import { faultAt, ProblemError, restOf } from "../../api/problem";
import type { components } from "../../api/schema";
import { usernameFrom } from "../../lib/fold";
import { Button } from "../../ui/Button";
import { RadioCards } from "../../ui/Choices";
import { Actions, Dialog, DialogForm } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { TextInput } from "../../ui/inputs";
import { Banner } from "../../ui/states";
import { directory } from "../../words/vi/directory";
import { general } from "../../words/vi/general";
import { FormFaults } from "../FormFaults";
import type { Role, Unit } from "./queries";
import { RoleFields } from "./RoleFields";

const USERNAME_WORDS = { bad_format: directory.badUsername, too_short: directory.badUsername };
const POINTERS = ["/display_name", "/username", "/unit", "/role"];

interface InviteDialogProps {
  units: readonly Unit[];
  unit: string | undefined;
  onInvited: (invited: components["schemas"]["InvitedOut"]) => void;
  onClose: () => void;
}

/** A new person: name, sign-in name, unit and first role. */
export function InviteDialog({ units, unit, onInvited, onClose }: InviteDialogProps) {
  const queryClient = useQueryClient();
  const first = units.find((u) => u.code === unit && u.may_manage)?.code ?? "";
  const [form, setForm] = useState({ display_name: "", username: "", unit: first, role: "" as Role | "" });
  const [byCard, setByCard] = useState(true);
  const [ownName, setOwnName] = useState(false);
  const [tries, setTries] = useState(0);
  const invite = useMutation({
    mutationFn: (body: components["schemas"]["InviteIn"]) => send(api.POST("/api/v1/people", { body })),
    onSuccess: (invited) => {
      onInvited(invited);
      return queryClient.invalidateQueries({ queryKey: ["people"] });
    },
  });
  const missing = {
    display_name: form.display_name.trim() ? undefined : directory.needsName,
    username: form.username.trim() ? undefined : directory.needsUsername,
    unit: form.unit ? undefined : directory.needsUnit,
    role: form.role ? undefined : directory.needsRole,
  };
  const error = (field: keyof typeof missing) => {
    if (tries > 0 && missing[field]) return missing[field];
    if (field === "username" && taken) return directory.takenUsername;
    return faultAt(invite.error, `/${field}`, field === "username" ? USERNAME_WORDS : {});
  };
  const taken = invite.error instanceof ProblemError && invite.error.code === "already_exists";
  const rest = taken ? undefined : restOf(invite.error, POINTERS);
  const submit = () => {
    setTries(tries + 1);
    const { role } = form;
    if (role && !invite.isPending && !Object.values(missing).some(Boolean)) {
      invite.mutate({ ...form, role, way: role === "contributor" && byCard ? "device" : "password" });
    }
  };
  return (
    <Dialog title={directory.inviteTitle} onClose={onClose}>
      <DialogForm onSubmit={submit}>
        <FormFaults
          tries={tries}
          faults={[
            ["ho-ten", error("display_name")],
            ["ten-dang-nhap", error("username")],
            ["don-vi", error("unit")],
            ["vai-tro", form.unit ? error("role") : undefined],
          ]}
        />
        {rest && <Banner tone="error">{rest}</Banner>}
        <Field id="ho-ten" label={directory.name} error={error("display_name")}>
          {(control) => (
            <TextInput
              {...control}
              value={form.display_name}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => {
                const name = event.target.value;
                setForm({
                  ...form,
                  display_name: name,
                  username: ownName ? form.username : usernameFrom(name),
                });
              }}
            />
          )}
        </Field>
        <Field
          id="ten-dang-nhap"
          label={directory.username}
          hint={directory.usernameHint}
          error={error("username")}
        >
          {(control) => (
            <TextInput
              {...control}
              value={form.username}
              maxLength={60}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => {
                setOwnName(true);
                setForm({ ...form, username: event.target.value });
              }}
            />
          )}
        </Field>
        <RoleFields
          units={units}
          value={form}
          onChange={(given) => setForm({ ...form, ...given })}
          errors={{ unit: error("unit"), role: error("role") }}
        />
        {form.role === "contributor" && (
          <RadioCards
            legend={directory.way}
            options={[
              { value: "device", label: directory.wayDevice, hint: directory.wayDeviceHint },
              { value: "password", label: directory.wayPassword, hint: directory.wayPasswordHint },
            ]}
            value={byCard ? "device" : "password"}
            onChange={(way) => setByCard(way === "device")}
          />
        )}
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={invite.isPending}>
            {directory.inviteSend}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}
