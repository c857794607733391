import { PageTitle } from "../../ui/PageTitle";

export function KeysPage() {
  return <PageTitle title="KeysPage" />;
}
