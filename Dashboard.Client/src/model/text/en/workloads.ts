import { countOf } from "./countOf";

export const workloads = {
  title: "Workloads",
  back: "All workloads",
  notFound: "This workload is not known.",
  notFoundRemedy: "It may have gone longer ago than the server remembers, or the address has a typing error.",
  cpu: "CPU of all pods",
  memory: "Memory of all pods",
  podsCpu: "CPU of each pod",
  podsMemory: "Memory of each pod",
  allPods: "All pods",
  ready: "Ready",
  noNode: "on no node",
  noneLives: "None of its pods lives.",
  noneLivesDetail: "What follows is remembered.",
  releases: "Releases",
  noReleases: "Its pods do not say which template they are of.",
  livingPods: (count: string) => countOf(count, "pod"),
};
