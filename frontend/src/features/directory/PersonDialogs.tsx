/** What can be done with one person besides their roles. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, ifMatch, send } from "../../api/client";
import { faultAt, restOf } from "../../api/problem";
import { t } from "../../lib/i18n";
import { Button } from "../../ui/Button";
import { Actions, Dialog, DialogForm } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { TextInput } from "../../ui/inputs";
import { Banner } from "../../ui/states";
import { toast } from "../../ui/Toast";
import { directory } from "../../words/vi/directory";
import { general } from "../../words/vi/general";
import { ConfirmDialog } from "../ConfirmDialog";
import type { OneTimeLink, Person } from "./queries";

interface PersonDialogProps {
  person: Person;
  onClose: () => void;
}

function activate(person: Pick<Person, "id" | "version">): Promise<Person> {
  const params = { path: { person_id: person.id } };
  return send(
    api.POST("/api/v1/people/{person_id}/activations", { params, headers: ifMatch(person.version) }),
  );
}

/** Shut an account, with a way back for a moment. */
export function DeactivateDialog({ person, onClose }: PersonDialogProps) {
  const queryClient = useQueryClient();
  const refreshed = () => queryClient.invalidateQueries({ queryKey: ["people"] });
  const name = person.display_name;
  const deactivate = async () => {
    const params = { path: { person_id: person.id } };
    const headers = ifMatch(person.version);
    const shut = await send(api.POST("/api/v1/people/{person_id}/deactivations", { params, headers }));
    toast(t(directory.deactivated, { name }), { undo: () => void activate(shut).finally(refreshed) });
    await refreshed();
  };
  return (
    <ConfirmDialog
      title={t(directory.deactivateTitle, { name })}
      text={directory.deactivateText}
      action={directory.deactivate}
      danger
      onConfirm={deactivate}
      onClose={onClose}
    />
  );
}

/** Let somebody in again. */
export function ActivateDialog({ person, onClose }: PersonDialogProps) {
  const queryClient = useQueryClient();
  const name = person.display_name;
  return (
    <ConfirmDialog
      title={t(directory.activateTitle, { name })}
      text={directory.activateText}
      action={directory.activate}
      onConfirm={async () => {
        await activate(person);
        toast(t(directory.activated, { name }));
        await queryClient.invalidateQueries({ queryKey: ["people"] });
      }}
      onClose={onClose}
    />
  );
}

/** A new one-time link, which ends the ones before. */
export function NewLinkDialog({
  person,
  onMade,
  onClose,
}: PersonDialogProps & { onMade: (link: OneTimeLink) => void }) {
  return (
    <ConfirmDialog
      title={t(person.has_password ? directory.resetTitle : directory.newLinkTitle, {
        name: person.display_name,
      })}
      text={person.has_password ? directory.newLinkReset : directory.newLinkInvited}
      action={directory.newLinkDo}
      onConfirm={async () => {
        const params = { path: { person_id: person.id } };
        onMade(await send(api.POST("/api/v1/people/{person_id}/links", { params })));
      }}
      onClose={onClose}
    />
  );
}

/** A card that lets one phone of a contributor in. */
export function NewCardDialog({
  person,
  onMade,
  onClose,
}: PersonDialogProps & { onMade: (link: OneTimeLink) => void }) {
  return (
    <ConfirmDialog
      title={t(directory.newCardTitle, { name: person.display_name })}
      text={directory.newCardText}
      action={directory.newCardDo}
      onConfirm={async () => {
        const params = { path: { person_id: person.id } };
        const body = { way: "device" as const };
        onMade(await send(api.POST("/api/v1/people/{person_id}/links", { params, body })));
      }}
      onClose={onClose}
    />
  );
}

/** How a person is shown. */
export function RenameDialog({ person, onClose }: PersonDialogProps) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(person.display_name);
  const rename = useMutation({
    mutationFn: () =>
      send(
        api.PATCH("/api/v1/people/{person_id}", {
          params: { path: { person_id: person.id } },
          headers: ifMatch(person.version),
          body: { display_name: name },
        }),
      ),
    onSuccess: () => {
      toast(directory.renamed);
      onClose();
      return queryClient.invalidateQueries({ queryKey: ["people"] });
    },
  });
  const rest = restOf(rename.error, ["/display_name"]);
  return (
    <Dialog title={directory.renameTitle} onClose={onClose}>
      <DialogForm onSubmit={() => !rename.isPending && rename.mutate()}>
        {rest && <Banner tone="error">{rest}</Banner>}
        <Field
          label={directory.name}
          error={name.trim() ? faultAt(rename.error, "/display_name") : directory.needsName}
        >
          {(control) => (
            <TextInput
              {...control}
              value={name}
              maxLength={200}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Actions>
          <Button onClick={onClose}>{general.cancel}</Button>
          <Button type="submit" variant="primary" busy={rename.isPending}>
            {directory.save}
          </Button>
        </Actions>
      </DialogForm>
    </Dialog>
  );
}
