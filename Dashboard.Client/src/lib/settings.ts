import { useSyncExternalStore } from "react";

// What a person has chosen on this computer. Kept in the browser; a change of language or time zone reloads the page, since both are read once.

export interface Settings {
  language: "en" | "zh";
  /** An IANA name; "local" for that of this computer. */
  timeZone: string;
  density: "comfortable" | "compact";
  /** Keys of one letter act; off for those who speak their keys or press them unawares. */
  letterKeys: boolean;
  /** The hint of the first visit is done with. */
  hintSeen: boolean;
}

const key = "dashboard-settings";
const listeners = new Set<() => void>();
/** What could not be kept because storage is blocked: it lasts until the page is loaded anew. */
let unkept: Partial<Settings> = {};
let snapshot: Settings | undefined;

/** Changes what is given and keeps it; undefined goes back to the default. */
export function keepSettings(chosen: { [Key in keyof Settings]?: Settings[Key] | undefined }): void {
  const next = JSON.stringify({ ...chosenSettings(), ...chosen });
  snapshot = undefined;
  try {
    localStorage.setItem(key, next);
  } catch {
    unkept = JSON.parse(next) as Partial<Settings>;
  }
  for (const listener of listeners) listener();
}

/** Takes a language that the address asks for (`?lang=zh`) before the one that was kept, and keeps it. */
export function settingsFor(search: string): Settings {
  const asked = new URLSearchParams(search).get("lang");
  if (asked === "en" || asked === "zh") keepSettings({ language: asked });
  return settings();
}

/** Only what a person has chosen, without defaults. */
export function chosenSettings(): Partial<Settings> {
  try {
    return { ...(JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Settings>), ...unkept };
  } catch {
    // Storage is blocked, or what is in it is not ours.
    return unkept;
  }
}

/** The settings as kept, with the browser's language where none was chosen. */
export function settings(): Settings {
  return {
    // Tests of pure functions run without a browser.
    language: globalThis.navigator?.language?.toLowerCase().startsWith("zh") ? "zh" : "en",
    timeZone: "local",
    density: "comfortable",
    letterKeys: true,
    hintSeen: false,
    ...chosenSettings(),
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function current(): Settings {
  snapshot ??= settings();
  return snapshot;
}

/** The settings, followed by what is on screen. */
export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, current);
}
