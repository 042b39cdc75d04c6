import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fillCommand, text } from "../../src/model/text";
import { conditionSeverity, statusSeverity, usageSeverity, whySeverity } from "../../src/model/usage";
import type { SourceCondition, WhyMissing } from "../../src/model/wire";

/** The members of a union of strings, read from the contract itself: a new reason without words fails here. */
function members(type: string): string[] {
  const wire = readFileSync(new URL("../../src/model/wire.ts", import.meta.url), "utf8");
  const body = new RegExp(`export type ${type} =([^;]+);`).exec(wire)?.[1] ?? "";
  return [...body.matchAll(/"([^"]+)"/g)].map((match) => match[1] as string);
}

describe("every reason for a missing value", () => {
  const reasons = members("WhyMissing") as WhyMissing[];

  test("is found in the contract", () => expect(reasons.length).toBeGreaterThanOrEqual(9));

  test.each(reasons)("%s says why and what to do", (reason) => {
    const { short, why, remedy } = text.why[reason];
    expect(short.length).toBeGreaterThan(3);
    expect(short.length).toBeLessThanOrEqual(18);
    expect(why).toMatch(/\.$/);
    expect(remedy).toMatch(/\.$/);
    expect(["note", "warning"]).toContain(whySeverity(reason));
  });

  test("and there are no words for reasons that do not exist", () => expect(Object.keys(text.why).toSorted()).toEqual(reasons.toSorted()));
});

test.each(members("SourceCondition") as SourceCondition[])("a source that is %s has words and a sign", (condition) => {
  expect(text.sources.conditions[condition]).toBeTruthy();
  expect(conditionSeverity(condition)).toBeTruthy();
});

test("a command is filled with what is known and keeps the place of what is not", () => {
  expect(fillCommand("kubectl describe pod NAME -n NAMESPACE", { name: "web-0", namespace: "shop" })).toBe(
    "kubectl describe pod web-0 -n shop",
  );
  expect(fillCommand("kubectl describe node NODE", { node: null })).toBe("kubectl describe node NODE");
});

test.each([
  ["Running", "good"],
  ["Completed", "good"],
  ["Init:0/1", "note"],
  ["Init:CrashLoopBackOff", "bad"],
  ["ContainerCreating", "note"],
  ["CrashLoopBackOff", "bad"],
  ["OOMKilled", "bad"],
  ["Ready,SchedulingDisabled", "note"],
  ["NotReady", "bad"],
  ["NotReady,SchedulingDisabled", "bad"],
  ["Unknown", "unknown"],
])("status %s is %s", (status, severity) => expect(statusSeverity(status)).toBe(severity));

test.each([
  [{ value: null, request: 1, limit: 1 }, "unknown"],
  [{ value: 5, request: 1, limit: null }, "good"],
  [{ value: 79, request: 1, limit: 100 }, "good"],
  [{ value: 80, request: 1, limit: 100 }, "warning"],
  [{ value: 95, request: 1, limit: 100 }, "bad"],
])("usage %o is %s", (usage, severity) => expect(usageSeverity(usage)).toBe(severity));

test("one of something is said as one", () => {
  const { pods } = text;
  expect([pods.count("1", "1"), pods.count("1", "202"), pods.count("2", "2")]).toEqual(["1 pod", "1 of 202 pods", "2 pods"]);
  expect([pods.countGroups("1", "1"), pods.countGroups("79", "202")]).toEqual(["1 group of 1 pod", "79 groups of 202 pods"]);
  expect(pods.selected(1, 2)).toBe("1 pod and 2 workloads selected");
});
