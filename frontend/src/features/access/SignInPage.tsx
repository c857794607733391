import { PageTitle } from "../../ui/PageTitle";

export function SignInPage() {
  return <PageTitle title="SignInPage" />;
}
