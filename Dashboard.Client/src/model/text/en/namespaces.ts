export const namespaces = {
  title: "Namespaces",
};
