import { describe, expect, test } from "vitest";
import { exactValues, partOfError, placeOfError, quoted, readTerms, sendable, withExactValues, withTerm } from "../../src/model/filter";
import { labelTerms } from "../../src/model/filterParts";

const told = (filter: string) =>
  readTerms(filter).map(({ negated, key, operator, values }) => [negated, key, operator, values.map(({ text }) => text)]);

describe("the terms of a filter", () => {
  test.each([
    ["web", [[false, null, null, ["web"]]]],
    ["-web", [[true, null, null, ["web"]]]],
    ["ns:=shop,data", [[false, "ns", ":=", ["shop", "data"]]]],
    ["NS:shop", [[false, "ns", ":", ["shop"]]]],
    ["label:app=web", [[false, "label", ":", ["app=web"]]]],
    ["cpu>=80%req", [[false, "cpu", ">=", ["80%req"]]]],
    ['"a b",c', [[false, null, null, ["a b", "c"]]]],
    [
      "-ns:a  mem>1Gi",
      [
        [true, "ns", ":", ["a"]],
        [false, "mem", ">", ["1Gi"]],
      ],
    ],
    ['"open and', [[false, null, null, ["open and"]]]],
  ])("%s", (filter, terms) => expect(told(filter)).toEqual(terms));

  test("know where they stand", () => {
    const filter = " web  ns:=a,bc";
    expect(readTerms(filter).map(({ start, end }) => filter.slice(start, end))).toEqual(["web", "ns:=a,bc"]);
    expect(readTerms(filter)[1]?.values.map(({ start, end }) => filter.slice(start, end))).toEqual(["a", "bc"]);
  });
});

describe("a menu", () => {
  test("reads the exact term and no other", () => expect(exactValues("-ns:=x ns:y ns:=a,b", "ns")).toEqual(["a", "b"]));

  test.each([
    ["web", ["a"], "web ns:=a"],
    ["ns:=a web", ["a", "b"], "ns:=a,b web"],
    ["x ns:=a web", [], "x web"],
    ["ns:=a web ns:=b", ["c"], "ns:=c web"],
    ["ns:a", [], "ns:a"],
  ])("turns %s with %o into %s", (filter, values, result) => expect(withExactValues(filter, "ns", values)).toBe(result));

  test("reads back what it wrote, whatever the name", () => {
    const names = ["a b", "c,d", "-e", "f:g"];
    expect(exactValues(withExactValues("", "ns", names), "ns")).toEqual(names);
  });
});

test("a term that is there is not added again", () => {
  expect(withTerm("ns:a web", "web")).toBe("ns:a web");
  expect(withTerm("", quoted("a b"))).toBe('"a b"');
});

test.each([
  ["web ns:", "web"],
  ["web ns:=a,", "web"],
  ["cpu>", ""],
  ["web -", "web"],
  ['web "a b', "web"],
  ["ns:a web", "ns:a web"],
])("of %s while it is typed %s is sent", (filter, sent) => expect(sendable(filter)).toBe(sent));

test("the place of an error is counted from one by the server", () => {
  expect(placeOfError('at character 5 "x": there is no such key.')).toBe(4);
  expect(placeOfError("the server is busy")).toBeNull();
});

describe("the part that an error is about", () => {
  test.each([
    ["ns:shop memory>80%", 'filter: at character 9 "memory": there is no such key.', "memory"],
    ["  ns:shop memory>80%", 'at character 9 "memory": there is no such key.', "memory"],
    ['cpu>"a b" x', 'at character 5 "a b": a number is expected here.', '"a b"'],
    ["cpu> x", "at character 5: a value is missing.", "cpu>"],
    ["web verylongterm x", 'at character 5 "very…": no.', "verylongterm"],
  ])("of %o by %o is %o", (filter, message, wrong) => {
    const part = partOfError(filter, message);
    expect(filter.slice(part?.start, part?.end)).toBe(wrong);
  });

  test.each([
    ["ns:shop", "the server is busy"],
    ["ns:shop", "at character 40: something."],
  ])("of %o by %o is none", (filter, message) => expect(partOfError(filter, message)).toBeNull());
});

test("a label selector becomes terms", () => {
  expect(labelTerms("app=web,tier!=cache,env in (a,b),x notin (c),y,!z")).toEqual([
    "label:app=web",
    "-label:tier=cache",
    "label:env=a,b",
    "-label:x=c",
    "label:y",
    "-label:z",
  ]);
});
