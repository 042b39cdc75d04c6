import type { Text } from "../en";
import { charts } from "./charts";
import { compare } from "./compare";
import { honest } from "./honest";
import { namespaces } from "./namespaces";
import { nodes } from "./nodes";
import { overview } from "./overview";
import { pod } from "./pod";
import { pods } from "./pods";
import { runtime } from "./runtime";
import { shell } from "./shell";
import { workloads } from "./workloads";

/** Simplified Chinese. */
export const zh: Text = { ...shell, ...honest, charts, compare, namespaces, nodes, overview, pod, pods, runtime, workloads };
