import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { HandOverDialog } from "./HandOverDialog";
import { InviteDialog } from "./InviteDialog";
import { LinkDialog } from "./LinkDialog";
import type { PersonMove } from "./PeopleTable";
import {
  ActivateDialog,
  DeactivateDialog,
  NewCardDialog,
  NewLinkDialog,
  RenameDialog,
} from "./PersonDialogs";
import { PhonesDialog } from "./PhonesDialog";
import { type OneTimeLink, type Person, peopleQuery, type Unit } from "./queries";
import { RolesDialog } from "./RolesDialog";
import { CloseUnitDialog, NewUnitDialog, RenameUnitDialog } from "./UnitDialogs";

/** Which window of the page is open, and for whom. */
export type Dialogs =
  | { open: "invite" }
  | { open: "new-unit" }
  | { open: "rename-unit" | "close-unit"; unit: Unit }
  | { open: "handed"; person: Person; link: OneTimeLink }
  | { open: PersonMove; person: Person };

const route = getRouteApi("/signed-in/to-chuc");

interface DirectoryDialogsProps {
  dialog: Dialogs;
  units: readonly Unit[];
  chosen: string | undefined;
  onChoose: (code: string | undefined) => void;
  onOpen: (dialog: Dialogs | null) => void;
}

/** The open window. */
export function DirectoryDialogs({ dialog, units, chosen, onChoose, onOpen }: DirectoryDialogsProps) {
  const onClose = () => onOpen(null);
  switch (dialog.open) {
    case "invite":
      return (
        <InviteDialog
          units={units}
          unit={chosen}
          onInvited={({ person, ...link }) => onOpen({ open: "handed", person, link })}
          onClose={onClose}
        />
      );
    case "new-unit":
      return (
        <NewUnitDialog
          units={units}
          parent={chosen}
          onMade={(unit) => {
            onChoose(unit.code);
            onClose();
          }}
          onClose={onClose}
        />
      );
    case "rename-unit":
      return <RenameUnitDialog unit={dialog.unit} onClose={onClose} />;
    case "close-unit":
      return <CloseUnitDialog unit={dialog.unit} onClosed={() => onChoose(undefined)} onClose={onClose} />;
    case "handed":
      return <LinkDialog person={dialog.person} link={dialog.link} onClose={onClose} />;
    default:
      return <PersonDialog move={dialog.open} person={dialog.person} units={units} onOpen={onOpen} />;
  }
}

interface PersonDialogProps {
  move: PersonMove;
  person: Person;
  units: readonly Unit[];
  onOpen: (dialog: Dialogs | null) => void;
}

function PersonDialog({ move, person: given, units, onOpen }: PersonDialogProps) {
  const person = useFresh(given);
  const onClose = () => onOpen(null);
  switch (move) {
    case "roles":
      return <RolesDialog person={person} units={units} onClose={onClose} />;
    case "link":
      return (
        <NewLinkDialog
          person={person}
          onMade={(link) => setTimeout(() => onOpen({ open: "handed", person, link }))}
          onClose={onClose}
        />
      );
    case "card":
      return (
        <NewCardDialog
          person={person}
          onMade={(link) => setTimeout(() => onOpen({ open: "handed", person, link }))}
          onClose={onClose}
        />
      );
    case "phones":
      return <PhonesDialog person={person} onClose={onClose} />;
    case "hand-over":
      return <HandOverDialog person={person} onClose={onClose} />;
    case "rename":
      return <RenameDialog person={person} onClose={onClose} />;
    case "deactivate":
      return <DeactivateDialog person={person} onClose={onClose} />;
    case "activate":
      return <ActivateDialog person={person} onClose={onClose} />;
  }
}

/** The person as the list knows them now: a role just given or ended shows in the open window. */
function useFresh(person: Person): Person {
  const { "don-vi": unit, tim: sought = "", ngung } = route.useSearch();
  const { data } = useInfiniteQuery(peopleQuery(unit, sought, ngung === "1"));
  return data?.pages.flatMap((page) => page.data).find((row) => row.id === person.id) ?? person;
}
