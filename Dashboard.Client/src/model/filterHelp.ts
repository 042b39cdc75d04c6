// What the help of the filter's box shows: a term that can be taken as it is, and under which name the catalogue says what it means.

export const filterHelp = [
  {
    title: "names",
    examples: [
      ["web", "word"],
      ["ns:shop", "part"],
      ["ns:=shop", "exact"],
      ["pod:web-*", "star"],
      ["node:node-01,node-02", "either"],
      ["-ns:kube-system", "not"],
      ["label:app=web", "label"],
    ],
  },
  {
    title: "state",
    examples: [
      ["status:CrashLoopBackOff", "status"],
      ["phase:Pending", "phase"],
      ["ready:no", "ready"],
      ["restarts>0", "restarts"],
      ["age<1h", "age"],
    ],
  },
  {
    title: "usage",
    examples: [
      ["cpu>500m", "cpu"],
      ["mem>1Gi", "mem"],
      ["mem>=80%", "ofLimit"],
      ["cpu>100%req", "ofRequest"],
      ["growth>10Mi", "growth"],
    ],
  },
] as const;
