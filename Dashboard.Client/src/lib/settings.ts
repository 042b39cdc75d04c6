// What a person has chosen on this computer. Kept in the browser; a change of language or time zone reloads the page, since both are read once.

export interface Settings {
  language: "en" | "zh";
  /** An IANA name; "local" for that of this computer. */
  timeZone: string;
  density: "comfortable" | "compact";
}

const key = "dashboard-settings";

/** The settings as kept, with the browser's language where none was chosen. */
export function settings(): Settings {
  const defaults: Settings = {
    // Tests of pure functions run without a browser.
    language: globalThis.navigator?.language?.toLowerCase().startsWith("zh") ? "zh" : "en",
    timeZone: "local",
    density: "comfortable",
  };
  try {
    return { ...defaults, ...(JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Settings>) };
  } catch {
    // Storage is blocked, or what is in it is not ours.
    return defaults;
  }
}
