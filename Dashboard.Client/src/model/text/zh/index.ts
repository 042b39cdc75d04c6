import type { Text } from "../en";
import { charts } from "./charts";
import { comfort } from "./comfort";
import { compare } from "./compare";
import { honest } from "./honest";
import { namespaces } from "./namespaces";
import { nodes } from "./nodes";
import { overview } from "./overview";
import { pod } from "./pod";
import { pods } from "./pods";
import { runtime } from "./runtime";
import { shell } from "./shell";
import { sourceWords } from "./sources";
import { workloads } from "./workloads";

/** Simplified Chinese. */
export const zh: Text = {
  ...shell,
  ...honest,
  charts,
  comfort,
  compare,
  namespaces,
  nodes,
  overview,
  pod,
  pods,
  runtime,
  sourceWords,
  workloads,
};
