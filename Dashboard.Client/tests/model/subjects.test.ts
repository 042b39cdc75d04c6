import { describe, expect, test } from "vitest";
import { knownSubjects, mostSubjects, parseSubject, subjectOf, withSubjects } from "../../src/model/subjects";
import type { PodRow } from "../../src/model/wire";

const row = (part: Partial<PodRow>) => ({ kind: "pod", name: "web-0", namespace: "shop", workload: null, ...part }) as PodRow;

test.each([
  ["pod:shop/web-0", { kind: "pod", namespace: "shop", workloadKind: null, name: "web-0" }],
  ["workload:shop/Deployment/web", { kind: "workload", namespace: "shop", workloadKind: "Deployment", name: "web" }],
])("%s can be read", (text, subject) => expect(parseSubject(text)).toEqual(subject));

test.each([
  "",
  "web-0",
  "pod:web-0",
  "pod:shop/",
  "pod:shop/a/b",
  "pod:shop/a b",
  "workload:shop/web",
  "workload:shop/Deployment/web/x",
  "node:n/x",
])("%o is no subject", (text) => expect(parseSubject(text)).toBeNull());

describe("a row", () => {
  test("is called what can be read again", () => {
    const workload = row({ kind: "workload", name: "web", workload: { kind: "Deployment", name: "web" } });
    for (const one of [row({}), workload]) expect(parseSubject(subjectOf(one) ?? "")?.name).toBe(one.name);
    expect(subjectOf(workload)).toBe("workload:shop/Deployment/web");
  });

  test.each([
    row({ kind: "namespace" }),
    row({ kind: "node", namespace: null }),
    row({ kind: "label" }),
    row({ kind: "workload", workload: null }),
    row({ namespace: null }),
  ])("of $kind in $namespace cannot be compared", (other) => expect(subjectOf(other)).toBeNull());
});

test("of an address the readable ones count, each once, and no more than can be compared", () => {
  const many = Array.from({ length: 12 }, (_, index) => `pod:shop/web-${index}`);
  expect(knownSubjects(["pod:shop/a", "nonsense", "pod:shop/a", "pod:shop/b"])).toEqual(["pod:shop/a", "pod:shop/b"]);
  expect(knownSubjects(many)).toEqual(many.slice(0, mostSubjects));
});

test("a selection grows in the order of choosing, without a second of the same", () =>
  expect(withSubjects(["b", "a"], ["c", "a"])).toEqual(["b", "a", "c"]));
