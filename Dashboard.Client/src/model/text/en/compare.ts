export const compare = {
  title: "Compare",
  subjects: "What is compared",
  remove: (what: string) => `Remove ${what}`,
  add: "Add to the comparison",
  form: "Write pod:namespace/name or workload:namespace/Kind/name, for example workload:shop/Deployment/cart.",
  already: "It is there already.",
  full: (most: string) => `No more than ${most} can be compared: remove one first.`,
  nothing: "Nothing is compared yet.",
  how: "Add a pod or a workload above, or select rows in the table of pods.",
};
