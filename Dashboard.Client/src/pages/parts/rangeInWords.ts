import { formatAge } from "../../lib/format";
import { text } from "../../model/text";

export function rangeInWords(seconds: number): string {
  return text.charts.ranges[seconds] ?? formatAge(seconds * 1000);
}
