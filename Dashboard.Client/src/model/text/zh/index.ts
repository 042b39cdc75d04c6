import { en, type Text } from "../en";
import { charts } from "./charts";
import { namespaces } from "./namespaces";
import { nodes } from "./nodes";
import { overview } from "./overview";
import { pod } from "./pod";

/** Simplified Chinese. Sections that are not listed here are still in English. */
export const zh: Text = { ...en, charts, namespaces, nodes, overview, pod };
