import { Button, CopyButton, Popover } from "@mantine/core";
import { useState } from "react";
import { fillCommand, text } from "../../model/text";
import { whySeverity } from "../../model/usage";
import type { WhyMissing } from "../../model/wire";
import { AtRestIcon, CopyCommandIcon, OutdatedIcon } from "./icons";
import style from "./parts.module.css";
import { SeverityIcon } from "./Status";

interface WhyProps {
  why: WhyMissing;
  name?: string | null | undefined;
  namespace?: string | null | undefined;
  node?: string | null | undefined;
  /** Only the symbol, where a value is shown beside it. */
  terse?: boolean;
}

/** Says why a value is missing or old, and on demand what to do, with the command to copy. */
export function Why({ why, name, namespace, node, terse }: WhyProps) {
  const [open, setOpen] = useState(false);
  const { short, why: reason, remedy, command } = text.why[why];
  const button = (
    <button
      type="button"
      className={style.why}
      aria-label={`${short}: ${text.whatToDo}`}
      aria-expanded={open}
      title={open ? undefined : `${reason} ${remedy}`}
      onClick={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setOpen(!open);
      }}
    >
      <WhyIcon why={why} />
      {!terse && <span className="clip">{short}</span>}
    </button>
  );
  // The popover is made only when asked for: a table shows hundreds of these.
  if (!open) return button;
  const filled =
    command === undefined ? null : fillCommand(command, { name: name ?? null, namespace: namespace ?? null, node: node ?? null });
  return (
    <Popover opened onChange={setOpen} onDismiss={() => setOpen(false)} width={330} shadow="md" withinPortal trapFocus returnFocus>
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown className={style.explanation} onClick={(event) => event.stopPropagation()}>
        <p>
          <b>{reason}</b>
        </p>
        <p>{remedy}</p>
        {filled !== null && (
          <>
            <code>{filled}</code>
            <CopyButton value={filled}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="default" leftSection={<CopyCommandIcon size={13} />} onClick={copy}>
                  {copied ? text.copied : text.copy}
                </Button>
              )}
            </CopyButton>
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** An old value and a pod at rest have signs of their own, so that neither looks like an alarm. */
function WhyIcon({ why }: { why: WhyMissing }) {
  if (why === "outdated") return <OutdatedIcon className={style.warning} size={14} />;
  if (why === "notRunning") return <AtRestIcon className={style.note} size={13} />;
  return <SeverityIcon severity={whySeverity(why)} size={13} />;
}
