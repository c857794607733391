/** The states that have a shape and three colours of their own. Their words belong to the features. */
export type Tone =
  | "achieved"
  | "on_track"
  | "at_risk"
  | "off_track"
  | "breached"
  | "no_data"
  | "not_due"
  | "draft"
  | "submitted"
  | "returned"
  | "approved"
  | "published";
