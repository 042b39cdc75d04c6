// @vitest-environment jsdom
import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  binaryStep,
  exactBytes,
  exactCpu,
  formatAge,
  formatBytes,
  formatCount,
  formatCpu,
  formatMilliseconds,
  formatNumber,
  formatShare,
} from "../../src/lib/format";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const MiB = 2 ** 20;

describe("figures carry their unit and no more digits than they are worth", () => {
  test.each([
    [0, "0 m"],
    [400_000, "0.4 m"],
    [3_440_000, "3.4 m"],
    [9_960_000, "10 m"],
    [123_456_789, "123 m"],
    [999_400_000, "999 m"],
    [999_600_000, "1.00 cores"],
    [1_250_000_000, "1.25 cores"],
    [15_400_000_000, "15.4 cores"],
    [128_000_000_000, "128 cores"],
  ])("%d nanocores", (nanocores, expected) => expect(plain(formatCpu(nanocores))).toBe(expected));

  test.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1024, "1.00 KiB"],
    [512 * MiB, "512 MiB"],
    [1023.6 * MiB, "1.00 GiB"],
    [97.3 * MiB, "97.3 MiB"],
    [2 * 1024 * MiB, "2.00 GiB"],
  ])("%d bytes", (bytes, expected) => expect(plain(formatBytes(bytes))).toBe(expected));

  test.each([
    [0, "0 %"],
    [0.0016, "0.16 %"],
    [0.052, "5.2 %"],
    [0.5, "50 %"],
    [1.35, "135 %"],
  ])("a share of %d", (share, expected) => expect(plain(formatShare(share))).toBe(expected));

  test.each([
    [-5000, "0 s"],
    [0, "0 s"],
    [119_000, "119 s"],
    [120_000, "2 min"],
    [119 * 60_000, "119 min"],
    [125 * 60_000, "2 h 5 min"],
    [30 * 3_600_000, "30 h"],
    [50 * 3_600_000, "2 d 2 h"],
    [40 * 86_400_000, "40 d"],
  ])("an age of %d ms", (age, expected) => expect(plain(formatAge(age))).toBe(expected));

  test("milliseconds keep their sign", () => {
    expect(plain(formatMilliseconds(9.4))).toBe("9.40 ms");
    expect(plain(formatMilliseconds(-2500))).toBe("−2.50 s");
  });

  test("counts are grouped, means are not rounded away", () => {
    expect(formatCount(30_000)).toBe("30,000");
    expect(formatNumber(0.25)).toBe("0.25");
    expect(formatNumber(12_345.6)).toBe("12,346");
  });
});

test("the exact value is exact", () => {
  expect(exactCpu(123_456_789)).toBe("123.456789 millicores");
  expect(exactBytes(1_992_294_400)).toBe("1,992,294,400 bytes");
});

test("an axis in bytes has steps in powers of two that hold the rough step", () => {
  expect(binaryStep(100 * MiB)).toBe(128 * MiB);
  expect(binaryStep(128 * MiB)).toBe(128 * MiB);
  expect(binaryStep(0)).toBe(1);
});

describe("language and time zone", () => {
  beforeEach(() => vi.resetModules());
  const load = async (chosen: { language: string; timeZone: string }) => {
    localStorage.setItem("dashboard-settings", JSON.stringify(chosen));
    return import("../../src/lib/format");
  };
  const at = Date.parse("2026-03-14T22:07:12Z");

  test("Chinese has its own units and dates", async () => {
    const { formatAge, formatCpu, exactBytes, formatClock, formatDateTime } = await load({ language: "zh", timeZone: "Asia/Shanghai" });
    expect(plain(formatAge(45_000))).toBe("45 秒");
    expect(plain(formatAge(5 * 60_000))).toBe("5 分钟");
    // As wide as the column of the table, and as one says it.
    expect(plain(formatAge(5 * 3_600_000 + 32 * 60_000))).toBe("5 小时 32 分");
    expect(plain(formatAge(51 * 3_600_000))).toBe("2 天 3 小时");
    expect(plain(formatCpu(1_250_000_000))).toBe("1.25 核");
    expect(exactBytes(2048)).toBe("2,048 字节");
    expect(formatDateTime(at)).toBe("2026年3月15日 06:07:12");
    expect(formatClock(at)).toBe("06:07:12");
  });

  test("English dates follow the zone", async () => {
    const { formatAge, formatDateTime } = await load({ language: "en", timeZone: "Asia/Kolkata" });
    expect(plain(formatAge(51 * 3_600_000))).toBe("2 d 3 h");
    expect(formatDateTime(at)).toBe("15 Mar 2026, 03:37:12");
  });
});

test("thousands of cores are grouped as every other number is", () => {
  expect(formatCpu(15_143e9).replaceAll("\u00a0", " ")).toBe("15,143 cores");
  expect(formatCpu(999.6e9).replaceAll("\u00a0", " ")).toBe("1,000 cores");
});
