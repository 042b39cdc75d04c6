import type { NodeRow } from "../../model/wire";
import { Status } from "../parts/Status";

export function NodeStatus({ node }: { node: NodeRow }) {
  return <Status status={node.status} message={node.statusMessage} />;
}
