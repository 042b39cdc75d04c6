// @vitest-environment jsdom
import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useFound } from "../../src/live/useFound";

interface Asked {
  text: string;
  group: string;
  answer: (names: string[]) => void;
}

let asked: Asked[];

beforeEach(() => {
  asked = [];
  vi.useFakeTimers();
  vi.stubGlobal("fetch", (address: string) => {
    const parameters = new URL(address, "http://server").searchParams;
    return new Promise((resolve) => {
      const answer = (names: string[]) => resolve({ ok: true, json: async () => ({ rows: names.map((name) => ({ name })) }) });
      asked.push({ text: parameters.get("text") ?? "", group: parameters.get("group") ?? "", answer });
    });
  });
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const answer = (text: string, name: string) =>
  act(async () => {
    for (const question of asked.filter((candidate) => candidate.text === text)) question.answer(question.group === "none" ? [name] : []);
  });
const pause = () => act(async () => vi.advanceTimersByTime(200));

test("the answer to the last question wins, whatever comes when; the one before is shown until then", async () => {
  const { result, rerender } = renderHook(({ words }) => useFound(words), { initialProps: { words: "c" } });
  await pause();
  await answer("c", "first");
  expect(result.current.rows.map(({ name }) => name)).toEqual(["first"]);
  rerender({ words: "ca" });
  await pause();
  rerender({ words: "cart" });
  await pause();
  expect(result.current).toMatchObject({ pending: true, rows: [{ name: "first" }] });
  await answer("cart", "third");
  await answer("ca", "second");
  expect(result.current).toMatchObject({ pending: false, rows: [{ name: "third" }] });
});

test("whoever types asks when the typing pauses, and nothing is asked without words", async () => {
  const { result, rerender } = renderHook(({ words }) => useFound(words), { initialProps: { words: "c" } });
  rerender({ words: "ca" });
  rerender({ words: "car" });
  await pause();
  expect([...new Set(asked.map(({ text }) => text))]).toEqual(["car"]);
  await answer("car", "cart");
  rerender({ words: " " });
  expect(result.current.rows).toEqual([]);
  await pause();
  expect(asked).toHaveLength(2);
});
