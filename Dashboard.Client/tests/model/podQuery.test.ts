import { describe, expect, test } from "vitest";
import {
  defaultView,
  exportAddress,
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
  filter: 'web "a & co" mem>80%',
  group: "label",
  by: "app",
  sort: "cpuLimitShare",
  descending: false,
  selected: ["pod:shop/web-0", "workload:shop/Deployment/web"],
} as const;

describe("the view is the address", () => {
  test("what is written is read back", () => {
    expect(readView(new URLSearchParams(writeView(everything).toString()))).toEqual(everything);
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

  test("what is no subject is not selected, and no more than eight are", () => {
    const many = Array.from({ length: 10 }, (_, index) => `sel=pod:shop/web-${index}`).join("&");
    expect(readView(new URLSearchParams(`sel=moon&sel=pod:shop&${many}`)).selected).toHaveLength(8);
  });

  test("an address of before the filter language is read as a filter", () => {
    const old = "text=web+0&namespace=shop&namespace=data&node=n1&phase=Running&labels=app%3Dweb,tier!%3Dcache&workload=Deployment%2Fweb";
    expect(readView(new URLSearchParams(old)).filter).toBe(
      "ns:=shop,data kind:=Deployment workload:=web node:=n1 phase:=Running label:app=web -label:tier=cache web 0",
    );
  });

  test("links name parts, and the address has them as a filter", () => {
    const address = new URL(podsAddress({ nodes: ["n1"], phases: ["Failed"], sort: "cpu" }), "http://x");
    expect(Object.fromEntries(address.searchParams)).toEqual({ q: "node:=n1 phase:=Failed", sort: "cpu" });
  });

  test("a group by no label is none", () => expect(readView(new URLSearchParams("group=label")).group).toBe("none"));

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
  expect(toQuery({ ...defaultView, filter: "ns:shop mem>" }, { offset: 0, limit: 50 }, 0).filter, "an unfinished term is not sent").toBe(
    "ns:shop",
  );
});

test("grouping and sorting are no filter", () => {
  expect(isFiltered({ ...defaultView, group: "node", sort: "name" })).toBe(false);
  expect(isFiltered({ ...defaultView, filter: "web" })).toBe(true);
});

test("all rows of the view can be downloaded", () => {
  const address = new URL(exportAddress({ ...defaultView, filter: "ns:=a,b", group: "label", by: "app" }, "csv"), "http://x");
  expect(Object.fromEntries(address.searchParams)).toEqual({
    format: "csv",
    filter: "ns:=a,b",
    group: "label",
    groupLabel: "app",
    sort: "memory",
    descending: "true",
  });
});
