// English, the language that every other catalogue has the shape of.

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

export const en = {
  ...shell,
  ...honest,
  overview,
  pods,
  pod,
  charts,
  nodes,
  runtime,
  workloads,
  namespaces,
  compare,
};

/** The shape of a catalogue. */
export type Text = typeof en;
