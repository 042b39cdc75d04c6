import { Skeleton } from "@mantine/core";
import { Link } from "react-router";
import { useStream } from "../../live/useStream";
import { fullestFirst } from "../../model/nodes";
import { nodeAddress } from "../../model/podQuery";
import { text } from "../../model/text";
import { Load } from "../parts/Load";
import { NothingFrom } from "../parts/NothingFrom";
import { Panel } from "../parts/Panel";
import { Status } from "../parts/Status";
import { Why } from "../parts/Why";
import style from "./Overview.module.css";

const noArguments: [] = [];
const mostNodes = 12;

/** The nodes side by side, those in trouble and the fullest first. */
export function NodeLoads() {
  const { data } = useStream("Nodes", noArguments);
  const shown = data === null ? null : fullestFirst(data.nodes).slice(0, mostNodes);
  return (
    <Panel
      title={text.overview.nodeLoad}
      aside={
        <Link to="/nodes" className={style.more}>
          {data !== null && data.nodes.length > mostNodes
            ? text.overview.fullestOf(String(mostNodes), String(data.nodes.length))
            : text.nodes.back}
        </Link>
      }
    >
      {shown === null && <Skeleton height={220} />}
      {shown?.length === 0 && <NothingFrom source="nodes" empty={text.nodes.none} />}
      <ul className={style.nodes}>
        {shown?.map((node) => {
          const why = node.why === null ? undefined : <Why why={node.why} node={node.name} />;
          return (
            <li key={node.name} className={style.node}>
              <div className={style.nodeHead}>
                <Link to={nodeAddress(node.name)} className="clip">
                  <b>{node.name}</b>
                </Link>
                {node.status !== "Ready" && <Status status={node.status} message={node.statusMessage} />}
              </div>
              <Load metric="cpu" totals={node.cpu} spark={node.cpuSpark} why={why} />
              <Load metric="memory" totals={node.memory} spark={node.memorySpark} why={why} />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
