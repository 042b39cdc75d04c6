import { useEffect } from "react";
import { setTrouble } from "../../lib/pageTitle";
import { useConnectionState } from "../../live/useStream";
import { text } from "../../model/text";
import { conditionSeverity } from "../../model/usage";
import type { Status } from "../../model/wire";

/** Trouble is seen in the tab, too, when another is in front: in its title and in its icon. */
export function useTroubleInTitle(status: Status | null): void {
  const { phase } = useConnectionState();
  const lost = phase === "reconnecting" || phase === "offline";
  const severities = (status?.sources ?? []).map((source) => conditionSeverity(source.condition));
  const troubled = severities.filter((severity) => severity === "bad" || severity === "warning").length;
  const words = lost ? text.connection[phase] : troubled > 0 ? String(troubled) : null;
  const severity = lost || severities.includes("bad") ? "bad" : troubled > 0 ? "warning" : "good";
  useEffect(() => {
    setTrouble(words);
    const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    icon?.setAttribute("href", severity === "good" ? "/favicon.svg" : `/favicon-${severity}.svg`);
  }, [words, severity]);
}
