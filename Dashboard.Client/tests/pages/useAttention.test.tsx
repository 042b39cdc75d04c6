// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { createPortal } from "react-dom";
import { afterEach, expect, test } from "vitest";
import { useAttention } from "../../src/pages/parts/useAttention";
import { renderPart } from "./render";

afterEach(cleanup);

function Part() {
  const { attended, handlers } = useAttention();
  return (
    <>
      <section {...handlers} data-attended={attended}>
        <button type="button">inside</button>
        <button type="button">also</button>
        {createPortal(<button type="button">menu</button>, document.body)}
      </section>
      <button type="button">outside</button>
    </>
  );
}

const attended = () => document.querySelector("section")?.dataset.attended === "true";
const focus = (name: string) => screen.getByText(name).focus();

test("a part is attended while the pointer is in it", () => {
  renderPart(<Part />);
  const section = document.querySelector("section") as HTMLElement;
  expect(attended()).toBe(false);
  fireEvent.pointerEnter(section);
  expect(attended()).toBe(true);
  fireEvent.pointerLeave(section);
  expect(attended()).toBe(false);
});

test("and while the focus is in it or in what it has opened elsewhere", async () => {
  renderPart(<Part />);
  for (const [name, is] of [
    ["inside", true],
    ["also", true],
    ["menu", true],
    ["inside", true],
    ["outside", false],
  ] as const) {
    focus(name);
    await expect.poll(attended, { message: name }).toBe(is);
  }
});
