import { indicator as words } from "../../../words/vi/indicator";

const SURVEY = "survey:";

/** Where the numbers of a value come from, unless somebody typed them in. */
export function sourceText(source: string): string | null {
  if (!source.startsWith(SURVEY)) return null;
  return words.fromSurvey(source.slice(SURVEY.length));
}
