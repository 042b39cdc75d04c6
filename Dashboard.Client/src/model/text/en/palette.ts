export const palette = {
  title: "Command palette",
};
