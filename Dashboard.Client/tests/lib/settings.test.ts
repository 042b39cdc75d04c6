// @vitest-environment jsdom
import { beforeEach, expect, test } from "vitest";
import { keepSettings, settings, settingsFor } from "../../src/lib/settings";

beforeEach(() => localStorage.clear());

test("the language of the address wins over the kept one and is kept", () => {
  keepSettings({ language: "en", timeZone: "UTC", density: "compact" });
  expect(settingsFor("?lang=zh&range=900")).toEqual({ language: "zh", timeZone: "UTC", density: "compact" });
  expect(settings().language).toBe("zh");
});

test.each(["", "?lang=", "?lang=fr"])("an address with %j leaves what was kept", (search) => {
  keepSettings({ language: "zh", timeZone: "local", density: "comfortable" });
  expect(settingsFor(search).language).toBe("zh");
});
