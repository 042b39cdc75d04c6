import { exactTerm, quoted } from "./filter";

/** A filter in parts, as links name it and as addresses had it before there was a filter language. */
export interface FilterParts {
  /** Words that must all occur. */
  text: string;
  namespaces: readonly string[];
  nodes: readonly string[];
  phases: readonly string[];
  /** A Kubernetes label selector. */
  labels: string;
  /** "Kind/name", or a name alone. */
  workload: string;
}

/** The parts as one filter, in the order in which a person would write it. */
export function filterOf(parts: Partial<FilterParts>): string {
  const terms: string[] = [];
  if (parts.namespaces?.length) terms.push(exactTerm("ns", parts.namespaces));
  if (parts.workload) terms.push(...workloadTerms(parts.workload));
  if (parts.nodes?.length) terms.push(exactTerm("node", parts.nodes));
  if (parts.phases?.length) terms.push(exactTerm("phase", parts.phases));
  if (parts.labels) terms.push(...labelTerms(parts.labels));
  if (parts.text) terms.push(...parts.text.split(/\s+/).filter(Boolean).map(quoted));
  return terms.join(" ");
}

function workloadTerms(workload: string): string[] {
  const slash = workload.indexOf("/");
  if (slash < 0) return [exactTerm("workload", [workload])];
  return [exactTerm("kind", [workload.slice(0, slash)]), exactTerm("workload", [workload.slice(slash + 1)])];
}

/** A label selector as terms: each requirement between its commas is one, and those in parentheses are alternatives. */
export function labelTerms(selector: string): string[] {
  const requirements = selector.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  return requirements.map((requirement) => labelTerm(requirement.trim())).filter((term) => term !== "");
}

function labelTerm(requirement: string): string {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(requirement);
  if (set !== null) {
    const [, key, how, list] = set as unknown as [string, string, string, string];
    const values = list.split(",").map((value) => quoted(value.trim()));
    return `${how === "notin" ? "-" : ""}label:${key}=${values.join(",")}`;
  }
  const equal = /^([^=!\s]+)\s*(==|=|!=)\s*(.*)$/.exec(requirement);
  if (equal !== null) {
    const [, key, operator, value] = equal as unknown as [string, string, string, string];
    return `${operator === "!=" ? "-" : ""}label:${key}=${quoted(value)}`;
  }
  return requirement.startsWith("!") ? `-label:${requirement.slice(1).trim()}` : requirement === "" ? "" : `label:${requirement}`;
}
