// English, the language that every other catalogue has the shape of.

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
  comfort,
  sourceWords,
};

/** The shape of a catalogue. */
export type Text = typeof en;
