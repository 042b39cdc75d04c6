import { en, type Text } from "../en";

/** Simplified Chinese. */
export const zh: Text = { ...en };
