import { PageTitle } from "../../ui/PageTitle";

export function SetUpPage() {
  return <PageTitle title="SetUpPage" />;
}
