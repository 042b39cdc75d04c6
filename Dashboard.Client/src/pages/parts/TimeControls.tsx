import { ActionIcon, Button } from "@mantine/core";
import { formatAge, formatDateTime } from "../../lib/format";
import { text } from "../../model/text";
import { live as goingOn, paused, ranges, shifted } from "../../model/timeWindow";
import { EarlierIcon, LaterIcon, LiveIcon, PauseIcon } from "./icons";
import { useKeyAction } from "./keyActions";
import { RangePicker } from "./RangePicker";
import style from "./TimeControls.module.css";
import { useTimeWindow } from "./useTimeWindow";

/** Which time the charts show: how much of it, live or standing still, earlier or later. All of it is in the address. */
export function TimeControls() {
  const [window, change] = useTimeWindow();
  const live = window.endAt === null;
  const pause = () => change(live ? paused(window, Date.now()) : goingOn(window));
  useKeyAction("pause", pause);
  return (
    <div className={style.controls}>
      {window.endAt !== null && (
        <span className={style.span}>
          {formatDateTime(window.endAt - window.rangeSeconds * 1000)} – {formatDateTime(window.endAt)}
        </span>
      )}
      {live && !ranges.includes(window.rangeSeconds) && (
        <span className={style.span}>{text.charts.last(formatAge(window.rangeSeconds * 1000))}</span>
      )}
      <ActionIcon variant="default" size={30} aria-label={text.charts.earlier} onClick={() => change(shifted(window, -1, Date.now()))}>
        <EarlierIcon size={15} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={text.charts.later}
        disabled={live}
        onClick={() => change(shifted(window, 1, Date.now()))}
      >
        <LaterIcon size={15} />
      </ActionIcon>
      <Button variant="default" size="xs" leftSection={live ? <PauseIcon size={14} /> : <LiveIcon size={14} />} onClick={pause}>
        {live ? text.charts.pause : text.charts.backToLive}
      </Button>
      <RangePicker />
    </div>
  );
}
