import { useEffect, useState } from "react";
import { useConnectionState } from "../../live/useStream";
import { text } from "../../model/text";
import { ConnectedIcon, DisconnectedIcon, RetryIcon } from "../parts/icons";
import style from "./Shell.module.css";

/** Whether what is shown is alive; counts the seconds while it is not, and leads to the sign-in page when the session has ended. */
export function Connection() {
  const { phase, since } = useConnectionState();
  const lost = phase === "reconnecting" || phase === "offline";
  const now = useComputerClock(lost);
  useEffect(() => {
    if (phase !== "refused") return;
    const back = encodeURIComponent(window.location.pathname + window.location.search);
    window.location.assign(`/signin?returnUrl=${back}`);
  }, [phase]);
  const Icon = phase === "connected" ? ConnectedIcon : phase === "offline" || phase === "refused" ? DisconnectedIcon : RetryIcon;
  const words = lost ? `${text.connection[phase]} ${Math.max(0, Math.round((now - since) / 1000))}\u00a0s` : text.connection[phase];
  const label = text.connection.label(text.connection[phase]);
  return (
    <span className={style.connection} data-phase={phase} role="status" aria-label={label}>
      {/* What is read when it changes; a label alone is not. */}
      <span className="unseen">{label}</span>
      <Icon size={15} />
      <span className={style.words} aria-hidden="true">
        {words}
      </span>
    </span>
  );
}

/** This computer's time, every second while it matters: the connection's times are not the server's. */
export function useComputerClock(running: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
