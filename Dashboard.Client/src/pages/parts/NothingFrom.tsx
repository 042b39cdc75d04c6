import { useStream } from "../../live/useStream";
import { sourceSaid } from "../../model/sourceWords";
import { text } from "../../model/text";
import type { SourceName } from "../../model/wire";
import { Nothing, Problem } from "./Problem";

const noArguments: [] = [];

/** Why there is nothing to show of a source: not read yet, in trouble (with what to do), or really empty. */
export function NothingFrom({ source: name, empty }: { source: SourceName; empty: string }) {
  const { data } = useStream("Status", noArguments);
  const source = data?.sources.find((candidate) => candidate.name === name);
  if (source === undefined || source.condition === "pending") return <Nothing title={text.sources.reading} />;
  const { message, remedy, detail } = sourceSaid(source);
  if (message === null || source.condition === "empty") return <Nothing title={empty} detail={remedy ?? ""} />;
  return <Problem title={message} detail={[remedy, detail].filter(Boolean).join(" ")} />;
}
