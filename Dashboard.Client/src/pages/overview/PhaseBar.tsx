import { Link } from "react-router";
import { formatCount } from "../../lib/format";
import { podsAddress } from "../../model/podQuery";
import { type Severity, statusSeverity } from "../../model/usage";
import type { Facet } from "../../model/wire";
import { SeverityIcon } from "../parts/Status";
import style from "./Overview.module.css";

const order = ["Running", "Pending", "Failed", "Unknown", "Succeeded"];

/** How many pods are in each phase, as parts of one bar and in words; each leads to its pods. */
export function PhaseBar({ phases, total }: { phases: Facet[]; total: number }) {
  const place = (phase: Facet) => (order.includes(phase.value) ? order.indexOf(phase.value) : order.length);
  const present = phases.filter((phase) => phase.count > 0).toSorted((one, other) => place(one) - place(other));
  return (
    <>
      <div className={style.phaseBar} aria-hidden="true">
        {present.map((phase) => (
          <span key={phase.value} className={style[phaseSeverity(phase.value)]} style={{ flexGrow: phase.count / Math.max(1, total) }} />
        ))}
      </div>
      <ul className={style.phases}>
        {present.map((phase) => (
          <li key={phase.value}>
            <Link to={podsAddress({ phases: [phase.value] })} className={style.phase}>
              <SeverityIcon severity={phaseSeverity(phase.value)} size={13} />
              {phase.value} <b>{formatCount(phase.count)}</b>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function phaseSeverity(phase: string): Severity {
  return phase === "Failed" ? "bad" : phase === "Pending" ? "warning" : phase === "Succeeded" ? "note" : statusSeverity(phase);
}
