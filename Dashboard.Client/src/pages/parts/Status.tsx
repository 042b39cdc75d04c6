import {
  IconAlertOctagonFilled,
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconClockHour4,
  IconHelpCircle,
} from "@tabler/icons-react";
import { type Severity, statusSeverity } from "../../model/usage";
import style from "./parts.module.css";

const symbols = {
  good: IconCircleCheckFilled,
  note: IconClockHour4,
  warning: IconAlertTriangleFilled,
  bad: IconAlertOctagonFilled,
  unknown: IconHelpCircle,
};

/** A symbol whose shape says as much as its colour. */
export function SeverityIcon({ severity, size = 14 }: { severity: Severity; size?: number }) {
  const Icon = symbols[severity];
  return <Icon className={style[severity]} size={size} aria-hidden="true" />;
}

export function Status({ status, message, severity }: { status: string; message?: string | null; severity?: Severity }) {
  return (
    <span className={style.status} title={message ?? undefined}>
      <SeverityIcon severity={severity ?? statusSeverity(status)} />
      <span className="clip">{status}</span>
    </span>
  );
}
