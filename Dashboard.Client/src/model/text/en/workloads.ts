export const workloads = {
  title: "Workloads",
};
