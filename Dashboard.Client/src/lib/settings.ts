// What a person has chosen on this computer. Kept in the browser; a change of language or time zone reloads the page, since both are read once.

export interface Settings {
  language: "en" | "zh";
  /** An IANA name; "local" for that of this computer. */
  timeZone: string;
  density: "comfortable" | "compact";
}

const key = "dashboard-settings";

/** Keeps what was chosen; where storage is blocked it lasts until the page is loaded anew. */
export function keepSettings(chosen: Settings): void {
  try {
    localStorage.setItem(key, JSON.stringify(chosen));
  } catch {
    // Nothing to keep it in.
  }
}

/** Takes a language that the address asks for (`?lang=zh`) before the one that was kept, and keeps it. */
export function settingsFor(search: string): Settings {
  const kept = settings();
  const asked = new URLSearchParams(search).get("lang");
  if (asked !== "en" && asked !== "zh") return kept;
  const chosen: Settings = { ...kept, language: asked };
  keepSettings(chosen);
  return chosen;
}

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
