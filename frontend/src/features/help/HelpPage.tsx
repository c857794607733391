import { PageTitle } from "../../ui/PageTitle";

export function HelpPage() {
  return <PageTitle title="HelpPage" />;
}
