import { type Severity, statusSeverity } from "../../model/usage";
import { BadSign, GoodSign, NoteSign, UnknownSign, WarningSign } from "./icons";
import style from "./parts.module.css";

const symbols = {
  good: GoodSign,
  note: NoteSign,
  warning: WarningSign,
  bad: BadSign,
  unknown: UnknownSign,
};

/** A symbol whose shape says as much as its colour. */
export function SeverityIcon({ severity, size = 14 }: { severity: Severity; size?: number }) {
  const Icon = symbols[severity];
  return <Icon className={style[severity]} size={size} />;
}

export function Status({ status, message, severity }: { status: string; message?: string | null; severity?: Severity }) {
  return (
    <span className={style.status} title={message ?? undefined}>
      <SeverityIcon severity={severity ?? statusSeverity(status)} />
      <span className="clip">{status}</span>
    </span>
  );
}
