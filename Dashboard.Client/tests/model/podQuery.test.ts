import { describe, expect, test } from "vitest";
import {
  defaultView,
  isFiltered,
  podAddress,
  podsAddress,
  readView,
  sortedBy,
  sortKeys,
  toQuery,
  writeView,
} from "../../src/model/podQuery";

const everything = {
  text: "web & co",
  namespaces: ["shop", "kube-system"],
  labels: "app=web,env in (a,b)",
  phases: ["Running"],
  nodes: ["node-1", "node-2"],
  workload: "Deployment/web",
  group: "workload",
  sort: "cpuLimitShare",
  descending: false,
} as const;

describe("the view is the address", () => {
  test("what is written is read back", () => {
    const view = { ...everything, namespaces: [...everything.namespaces], phases: [...everything.phases], nodes: [...everything.nodes] };
    expect(readView(new URLSearchParams(writeView(view).toString()))).toEqual(view);
  });

  test("the default view has no parameters", () => {
    expect(podsAddress({})).toBe("/pods");
    expect(readView(new URLSearchParams())).toEqual(defaultView);
  });

  test.each(sortKeys)("every order of %s survives", (sort) => {
    for (const descending of [true, false]) {
      expect(readView(writeView({ ...defaultView, sort, descending }))).toMatchObject({ sort, descending });
    }
  });

  test("nonsense in the address becomes the default", () => {
    expect(readView(new URLSearchParams("sort=colour&group=moon&order=sideways&namespace="))).toEqual(defaultView);
  });

  test("names are escaped", () => {
    expect(podAddress("a b", "x/y")).toBe("/pods/a%20b/x%2Fy");
  });
});

test("a column's header sorts the natural way first and turns round then", () => {
  const byName = sortedBy(defaultView, "name");
  expect(byName).toMatchObject({ sort: "name", descending: false });
  expect(sortedBy(byName, "name")).toMatchObject({ sort: "name", descending: true });
  expect(sortedBy(byName, "cpu")).toMatchObject({ sort: "cpu", descending: true });
});

test("a query holds the window and only the filters that are set", () => {
  expect(toQuery(defaultView, { offset: 50, limit: 75 }, 900)).toEqual({
    group: "none",
    sort: "memory",
    descending: true,
    offset: 50,
    limit: 75,
    sparkSeconds: 900,
  });
  expect(toQuery({ ...defaultView, nodes: ["n"], labels: "a=b" }, { offset: 0, limit: 50 }, 0)).toMatchObject({
    nodes: ["n"],
    labels: "a=b",
  });
});

test("grouping and sorting are no filter", () => {
  expect(isFiltered({ ...defaultView, group: "node", sort: "name" })).toBe(false);
  expect(isFiltered({ ...defaultView, workload: "Deployment/web" })).toBe(true);
});
