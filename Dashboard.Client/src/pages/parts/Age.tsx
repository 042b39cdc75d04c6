import { useNow } from "../../lib/clock";
import { formatAge, formatDateTime } from "../../lib/format";
import { text } from "../../model/text";

/** How long ago, ticking. */
export function Age({ at }: { at: number | null }) {
  const now = useNow();
  if (at === null) return <span className="quiet">{text.missing}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
      {formatAge(now - at)}
    </time>
  );
}
