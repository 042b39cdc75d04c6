import { useStream } from "../../live/useStream";
import { text } from "../../model/text";
import type { SourceName } from "../../model/wire";
import { Nothing, Problem } from "./Problem";

const noArguments: [] = [];

/** Why there is nothing to show of a source: not read yet, in trouble (with what to do), or really empty. */
export function NothingFrom({ source: name, empty }: { source: SourceName; empty: string }) {
  const { data } = useStream("Status", noArguments);
  const source = data?.sources.find((candidate) => candidate.name === name);
  if (source === undefined || source.condition === "pending") return <Nothing title={text.sources.reading} />;
  if (source.message === null || source.condition === "empty") return <Nothing title={empty} detail={source.remedy ?? ""} />;
  return <Problem title={source.message} detail={source.remedy} />;
}
