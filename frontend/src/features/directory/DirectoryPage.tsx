import { PageTitle } from "../../ui/PageTitle";

export function DirectoryPage() {
  return <PageTitle title="DirectoryPage" />;
}
