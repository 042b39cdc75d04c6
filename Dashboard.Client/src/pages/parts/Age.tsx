import { memo } from "react";
import { useOfNow } from "../../lib/clock";
import { formatAge, formatDateTime } from "../../lib/format";
import { text } from "../../model/text";

/** How long ago, ticking. */
export const Age = memo(function Age({ at }: { at: number | null }) {
  const words = useOfNow((now) => (at === null ? text.missing : formatAge(now - at)));
  if (at === null) return <span className="quiet">{words}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
      {words}
    </time>
  );
});
