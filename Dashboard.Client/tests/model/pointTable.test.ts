import { expect, test } from "vitest";
import { pointTable, toCsv, toJson } from "../../src/model/pointTable";

const table = pointTable([
  {
    name: "one",
    points: [
      { x: 1000, y: 5 },
      { x: 2000, y: null },
      { x: 3000, y: 7 },
    ],
  },
  { name: 'b,"c"', points: [{ x: 2500, y: 1 }] },
  {
    name: "limit",
    points: [
      { x: 0, y: 9 },
      { x: 2500, y: null },
      { x: 3000, y: 8 },
    ],
    holds: true,
  },
]);

test("there is one row for each time with a value, and a level holds until the next", () => {
  expect(table.times).toEqual([1000, 2500, 3000]);
  expect(table.columns.map(({ values }) => values)).toEqual([
    [5, null, 7],
    [null, 1, null],
    [9, null, 8],
  ]);
});

test("CSV has ISO times, the unit in the header, empty fields for what is not known, and quotes what needs it", () => {
  expect(toCsv(table, "bytes").split("\r\n")).toEqual([
    'time,one (bytes),"b,""c"" (bytes)",limit (bytes)',
    "1970-01-01T00:00:01.000Z,5,,9",
    "1970-01-01T00:00:02.500Z,,1,",
    "1970-01-01T00:00:03.000Z,7,,8",
    "",
  ]);
});

test("JSON holds the same", () => {
  const parsed = JSON.parse(toJson(table, "bytes", "Memory"));
  expect(parsed).toMatchObject({
    title: "Memory",
    unit: "bytes",
    times: ["1970-01-01T00:00:01.000Z", "1970-01-01T00:00:02.500Z", "1970-01-01T00:00:03.000Z"],
  });
  expect(parsed.columns[1].values).toEqual([null, 1, null]);
});
