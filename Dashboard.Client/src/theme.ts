import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const jade: MantineColorsTuple = [
  "#e6f7f3",
  "#cdeee6",
  "#9bdccc",
  "#66c9b1",
  "#3fb79b",
  "#22a588",
  "#138f76",
  "#0b7a65",
  "#076453",
  "#044e41",
];

/** Neutrals with a little green in them; Mantine takes its dark surfaces from this scale. */
const ink: MantineColorsTuple = [
  "#e4ebe8",
  "#b9c5c1",
  "#93a39e",
  "#6d7d78",
  "#44524e",
  "#2b3834",
  "#1b2522",
  "#121a18",
  "#0d1412",
  "#080d0c",
];

export const theme = createTheme({
  primaryColor: "jade",
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  colors: { jade, dark: ink },
  defaultRadius: 6,
  cursorType: "pointer",
  components: { SegmentedControl: { defaultProps: { withItemsBorders: false } } },
  respectReducedMotion: true,
  fontFamily:
    'Inter, "SF Pro Text", "Segoe UI Variable", "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  headings: { fontWeight: "650" },
});

/** Mantine's own surfaces follow the colours of main.css. */
export const cssVariables: CSSVariablesResolver = () => {
  const own = {
    "--mantine-color-body": "var(--page)",
    "--mantine-color-text": "var(--ink)",
    "--mantine-color-dimmed": "var(--ink-2)",
    "--mantine-color-placeholder": "var(--ink-2)",
    "--mantine-color-default": "var(--surface)",
    "--mantine-color-error": "var(--bad)",
    "--mantine-color-default-border": "var(--control)",
  };
  return { variables: {}, light: own, dark: own };
};
