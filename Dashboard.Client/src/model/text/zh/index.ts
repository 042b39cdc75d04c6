import { en, type Text } from "../en";
import { charts } from "./charts";
import { compare } from "./compare";
import { namespaces } from "./namespaces";
import { nodes } from "./nodes";
import { overview } from "./overview";
import { pod } from "./pod";
import { pods } from "./pods";
import { workloads } from "./workloads";

/** Simplified Chinese. Sections that are not listed here are still in English. */
export const zh: Text = { ...en, charts, compare, namespaces, nodes, overview, pod, pods, workloads };
