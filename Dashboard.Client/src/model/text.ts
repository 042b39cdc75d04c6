// Every word of the user interface comes from here. Texts of the server (what is wrong with a source, what to do about it, what the cluster says of a
// pod) arrive in messages and are shown as they are.
import { en, type Text } from "./text/en";

export type Language = "en" | "zh";

/** The catalogue of the language that the page was opened in. It is chosen before the first component is loaded and stays. */
export let text: Text = en;

/** Loads the catalogue; whoever reads `text` when a module is loaded must be loaded after this. */
export async function chooseLanguage(language: Language): Promise<void> {
  text = language === "zh" ? (await import("./text/zh")).zh : en;
}

/** The command with the names filled in. */
export function fillCommand(command: string, names: { name?: string | null; namespace?: string | null; node?: string | null }): string {
  return command
    .replace(/\bNAMESPACE\b/g, names.namespace ?? "NAMESPACE")
    .replace(/\bNAME\b/g, names.name ?? "NAME")
    .replace(/\bNODE\b/g, names.node ?? "NODE");
}
