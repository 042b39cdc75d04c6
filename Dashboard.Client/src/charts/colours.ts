import { useMantineColorScheme } from "@mantine/core";
import { useMemo, useSyncExternalStore } from "react";

/** A canvas knows no CSS variables, so their values are read whenever the scheme changes. */
export interface Colours {
  ink: string;
  ink2: string;
  grid: string;
  surface: string;
  cpu: string;
  memory: string;
  warning: string;
  bad: string;
  note: string;
}

export function useColours(): Colours {
  const scheme = useScheme();
  return useMemo(() => {
    // Mantine sets the attribute in an effect; these values are wanted before it.
    document.documentElement.setAttribute("data-mantine-color-scheme", scheme);
    const style = getComputedStyle(document.documentElement);
    const read = (name: string) => style.getPropertyValue(name).trim();
    return {
      ink: read("--ink"),
      ink2: read("--ink-2"),
      grid: read("--line"),
      surface: read("--surface"),
      cpu: read("--cpu"),
      memory: read("--memory"),
      warning: read("--warning"),
      bad: read("--bad"),
      note: read("--note"),
    };
  }, [scheme]);
}

let system: MediaQueryList | undefined;

/** Asked for once: Mantine's own asks with every drawing, some per cent of what a message costs (docs/measurements.md). */
const systemScheme = (): MediaQueryList => {
  system ??= window.matchMedia("(prefers-color-scheme: dark)");
  return system;
};

function followSystem(listener: () => void): () => void {
  systemScheme().addEventListener("change", listener);
  return () => systemScheme().removeEventListener("change", listener);
}

/** The scheme that is shown: the chosen one, or the system's. */
export function useScheme(): "light" | "dark" {
  const { colorScheme } = useMantineColorScheme();
  const dark = useSyncExternalStore(followSystem, () => systemScheme().matches);
  return colorScheme === "auto" ? (dark ? "dark" : "light") : colorScheme;
}

/** Okabe and Ito's colours, which stay apart for colour-blind eyes, darkened or lightened for the ground; dashes tell the rest apart. */
const onLight = ["#0072b2", "#b35900", "#00805e", "#a8427f", "#7a6a00", "#4a4a8a", "#c23b00", "#3d7f99"];
const onDark = ["#56b4e9", "#e69f00", "#2fc79a", "#e08abf", "#e6dc5a", "#a9a9f5", "#ff8a5c", "#8fd3ea"];
const dashes: number[][] = [[], [6, 3], [2, 3], [8, 3, 2, 3]];

export function lineStyle(index: number, dark: boolean): { colour: string; dash: number[] } {
  const palette = dark ? onDark : onLight;
  return {
    colour: palette[index % palette.length] as string,
    dash: dashes[Math.floor(index / palette.length) % dashes.length] as number[],
  };
}

export function withAlpha(hex: string, alpha: number): string {
  return `${hex}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, "0")}`;
}
