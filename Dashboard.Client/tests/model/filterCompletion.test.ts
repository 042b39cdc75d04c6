import { describe, expect, test } from "vitest";
import { type Choice, complete, take } from "../../src/model/filterCompletion";
import type { Facets } from "../../src/model/wire";

const facets: Facets = {
  version: 1,
  namespaces: [
    { value: "shop", count: 30 },
    { value: "workshop", count: 90 },
    { value: "data", count: 5 },
  ],
  nodes: [{ value: "node-1", count: 9 }],
  phases: [{ value: "Running", count: 40 }],
  workloads: [
    { value: "Deployment/web", count: 4 },
    { value: "StatefulSet/web", count: 3 },
    { value: "Job/report", count: 1 },
  ],
  labels: [
    {
      key: "app",
      count: 50,
      values: [
        { value: "web", count: 7 },
        { value: "two words", count: 1 },
      ],
    },
    { key: "tier", count: 20, values: [] },
  ],
};

const at = (written: string) => ({ filter: written.replace("|", ""), caret: written.indexOf("|") });
const completed = (written: string, from: Facets | null = facets) => {
  const { filter, caret } = at(written);
  return { filter, ...complete(filter, caret, from) };
};
const labels = (written: string, from?: Facets | null) => completed(written, from).choices.map(({ label }) => label);
/** The filter after the first choice, with the caret in it. */
const taken = (written: string, which = 0) => {
  const { filter, caret } = at(written);
  const completion = complete(filter, caret, facets);
  const next = take(filter, completion, completion.choices[which] as Choice);
  return `${next.filter.slice(0, next.caret)}|${next.filter.slice(next.caret)}`;
};

describe("a word", () => {
  test("that is not there may become any key", () => expect(labels("|").slice(0, 2)).toEqual(["ns:", "node:"]));
  test("is the beginning of a key", () => expect(labels("sta|")).toEqual(["status:"]));
  test("is part of a name in the cluster, with the number of its pods", () => {
    const found = completed("we|").choices.find(({ label }) => label === "workload:=web");
    expect(found?.count).toBe(7);
  });
  test("stands for itself: nothing is taken for it by Enter", () => expect(completed("shop|").eager).toBe(false));
  test("of one letter asks for no names", () => expect(labels("w|")).toEqual(["workload:"]));
  test("gets on without the cluster", () => expect(labels("sta|", null)).toEqual(["status:"]));
});

describe("a value", () => {
  test("that begins so comes before one that holds it, whatever their pods", () =>
    expect(labels("ns:shop|")).toEqual(["shop", "workshop"]));
  test("with the most pods comes first", () => expect(labels("ns:|")[0]).toBe("workshop"));
  test("is exact when taken", () => expect(taken("ns:dat|")).toBe("ns:=data |"));
  test("beside others leaves the operator as it is", () => expect(taken("ns:=shop,dat|")).toBe("ns:=shop,data |"));
  test("that is there already is not offered again", () => expect(labels("ns:=shop,|")).not.toContain("shop"));
  test("of a kind is the kinds there are", () => expect(labels("kind:|")).toEqual(["Deployment", "StatefulSet", "Job"]));
  test("of ready is yes or no, and not exact", () => expect(taken("ready:n|")).toBe("ready:no |"));
  test("of an unknown key is unknown", () => expect(labels("foo:|")).toEqual([]));
  test("is the likely one as soon as it is begun", () => {
    expect(completed("ns:|").eager).toBe(false);
    expect(completed("ns:d|").eager).toBe(true);
  });
});

describe("a number", () => {
  test("has examples that go on from what is written", () => {
    expect(labels("mem>1|")).toEqual(["mem>100Mi", "mem>1Gi", "mem>100%req"]);
    expect(labels("age|")).toEqual([]);
    expect(labels("age<|")).toEqual(["age<1h", "age<1d"]);
  });
  test("is taken whole", () => expect(taken("web restarts>|")).toBe("web restarts>0 |"));
});

describe("a label", () => {
  test("is a key first, and then its value", () => {
    expect(taken("label:ap|")).toBe("label:app=|");
    expect(taken("label:app=w|")).toBe("label:app=web |");
  });
  test("has a value with spaces in quotes", () => expect(taken("label:app=two|")).toBe('label:app="two words" |'));
  test("has more values after a comma", () => expect(taken("label:app=web,tw|")).toBe('label:app=web,"two words" |'));
});

describe("in the middle of a filter", () => {
  test("only the term at the caret is replaced, and no second space made", () => expect(taken("ns:dat| web")).toBe("ns:=data |web"));
  test("a minus stays", () => expect(taken("-ns:dat|")).toBe("-ns:=data |"));
});
