import type { MantineColorScheme } from "@mantine/core";
import { keepSettings, type Settings } from "../../lib/settings";
import { text } from "../../model/text";

export const schemes: { value: MantineColorScheme; label: string }[] = [
  { value: "light", label: text.header.light },
  { value: "dark", label: text.header.dark },
  { value: "auto", label: text.header.auto },
];

/** Each in its own words, so that it is found by those who read no other. */
export const languages = [
  { value: "en", label: "English" },
  { value: "zh", label: "中文" },
] as const;

/** The catalogue is read once, so the page is loaded anew; its address keeps all that is shown. Undefined is the browser's language. */
export function chooseLanguage(language: Settings["language"] | undefined): void {
  keepSettings({ language });
  const address = new URL(window.location.href);
  address.searchParams.delete("lang");
  window.location.replace(address);
}

/** Axes and dates read the zone once, too. */
export function chooseZone(timeZone: string | undefined): void {
  keepSettings({ timeZone });
  window.location.reload();
}
