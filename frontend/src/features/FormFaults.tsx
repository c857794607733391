import { ErrorSummary } from "../ui/states";

interface FormFaultsProps {
  /** The fields of the form by their ids, each with what is wrong, if anything. */
  faults: readonly (readonly [id: string, message: string | undefined])[];
  /** How often the form was sent; each new try takes the focus to the summary again. */
  tries: number;
}

/** After a failed try: everything to mend, at the top of the form, with links to the fields. */
export function FormFaults({ faults, tries }: FormFaultsProps) {
  const found = faults.flatMap(([id, message]) => (message ? [{ id, message }] : []));
  if (tries === 0 || found.length === 0) return null;
  return <ErrorSummary key={tries} faults={found} />;
}
