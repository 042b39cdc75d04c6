// The charts of the live page. No library: one script, allowed by its hash, that reads live/events and draws SVG.
(() => {
  const WINDOW_MS = 5 * 60_000;
  // Points come each second; further apart than this they are not joined.
  const GAP_MS = 3_500;
  const HEIGHT = 150;
  const AXIS_LEFT = 58;
  const AXIS_BOTTOM = 20;
  const TOP = 8;
  const SVG = "http://www.w3.org/2000/svg";

  const plain = (digits) => (value) => value.toLocaleString("en", { maximumFractionDigits: digits });
  const units = {
    count: { format: plain(0), whole: true },
    rate: { format: (v) => `${plain(v < 10 ? 1 : 0)(v)}/s` },
    processors: { format: plain(2) },
    milliseconds: { format: (v) => `${plain(v < 10 ? 1 : 0)(v)} ms` },
    bytes: { format: bytes, binary: true },
    byteRate: { format: (v) => `${bytes(v)}/s`, binary: true },
  };

  const charts = [
    {
      title: "Threads",
      unit: "count",
      lines: [
        ["all", (p) => p.threads],
        ["pool", (p) => p.poolThreads],
      ],
    },
    { title: "Pool queue", note: "work items that wait for a thread", unit: "count", lines: [["waiting", (p) => p.queue]] },
    {
      title: "Connections",
      unit: "count",
      lines: [
        ["out", (p) => p.outgoing],
        ["in", (p) => p.incoming],
      ],
    },
    { title: "Timers", unit: "count", lines: [["active", (p) => p.timers]] },
    {
      title: "Heap by generation",
      note: "after the last collection",
      unit: "bytes",
      stacked: true,
      lines: ["gen 0", "gen 1", "gen 2", "large", "pinned"].map((name, i) => [name, (p) => p.heap[i]]),
    },
    {
      title: "Memory",
      unit: "bytes",
      lines: [
        ["resident", (p) => p.residentBytes],
        ["limit", (p) => p.limitBytes],
      ],
    },
    { title: "Allocation", unit: "byteRate", lines: [["allocated", (p) => p.allocatedBytesPerSecond]] },
    { title: "GC pauses", note: "of each second", unit: "milliseconds", lines: [["paused", (p) => p.pausedMillisecondsPerSecond]] },
    { title: "Collections", unit: "rate", lines: [["all generations", (p) => p.collectionsPerSecond]] },
    { title: "CPU", note: "processors in use", unit: "processors", lines: [["processors", (p) => p.processors]] },
    { title: "Exceptions", unit: "rate", lines: [["thrown", (p) => p.exceptionsPerSecond]] },
    { title: "Lock contention", unit: "rate", lines: [["contended", (p) => p.contentionsPerSecond]] },
  ];

  let points = [];
  // Where the pointer is, as a time; null shows the newest.
  let pointedAt = null;
  let lostAt = null;
  let drawnAt = 0;
  const status = document.getElementById("status");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const views = charts.map((chart) => build(chart));

  new ResizeObserver(() => draw(true)).observe(document.getElementById("charts"));
  connect();

  function connect() {
    const source = new EventSource("live/events");
    source.addEventListener("history", (event) => {
      points = JSON.parse(event.data);
      lostAt = null;
      draw(true);
    });
    source.addEventListener("point", (event) => {
      points.push(JSON.parse(event.data));
      draw(false);
    });
    source.addEventListener("error", () => {
      lostAt ??= new Date();
      // It tries again by itself after a lost connection, but not after a refusal.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 5_000);
      draw(true);
    });
  }

  function draw(atOnce) {
    const now = points.length > 0 ? points[points.length - 1].at : Date.now();
    // Who wants no motion gets a new picture now and then.
    if (!atOnce && still.matches && now - drawnAt < 10_000) return;
    drawnAt = now;
    while (points.length > 0 && points[0].at < now - WINDOW_MS) points.shift();
    status.className = lostAt ? "lost" : "";
    status.textContent = lostAt
      ? `Disconnected since ${lostAt.toLocaleTimeString("en-GB")}; trying again. What is shown is the last that came.`
      : points.length > 0
        ? `Live. The last sample is of ${time(now)}.`
        : "Connecting …";
    for (const view of views) drawChart(view, now);
  }

  function build(chart) {
    const card = document.getElementById("charts").appendChild(document.createElement("figure"));
    const caption = card.appendChild(document.createElement("figcaption"));
    const heading = caption.appendChild(document.createElement("h2"));
    heading.textContent = chart.title;
    if (chart.note) heading.appendChild(document.createElement("small")).textContent = chart.note;
    const legend = caption.appendChild(document.createElement("p"));
    const svg = card.appendChild(document.createElementNS(SVG, "svg"));
    svg.setAttribute("height", HEIGHT);
    svg.setAttribute("role", "img");
    const range = card.appendChild(document.createElement("p"));
    range.className = "range";
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const share = (event.clientX - box.left - AXIS_LEFT) / (box.width - AXIS_LEFT);
      pointedAt = points.length > 0 && share >= 0 ? points[points.length - 1].at - (1 - share) * WINDOW_MS : null;
      draw(true);
    });
    svg.addEventListener("pointerleave", () => {
      pointedAt = null;
      draw(true);
    });
    return { chart, svg, legend, range };
  }

  function drawChart({ chart, svg, legend, range }, now) {
    const unit = units[chart.unit];
    const width = svg.clientWidth || 320;
    const lines = chart.lines.map(([name, read]) => ({ name, values: points.map(read) }));
    const shown = lines.filter((line) => line.values.some((v) => v != null));
    const sums = points.map((_, i) => shown.reduce((sum, line) => sum + (line.values[i] ?? 0), 0));
    const all = chart.stacked ? sums : shown.flatMap((line) => line.values.filter((v) => v != null));
    const top = ceiling(Math.max(0, ...all), unit);
    const x = (at) => AXIS_LEFT + (1 - (now - at) / WINDOW_MS) * (width - AXIS_LEFT - 2);
    const y = (value) => TOP + (1 - value / top.value) * (HEIGHT - TOP - AXIS_BOTTOM);

    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    svg.replaceChildren();
    for (let i = 0; i <= top.steps; i++) {
      const value = (top.value * i) / top.steps;
      add(svg, "line", { class: "grid", x1: AXIS_LEFT, x2: width, y1: y(value), y2: y(value) });
      add(svg, "text", { x: AXIS_LEFT - 6, y: y(value) + 4, "text-anchor": "end" }).textContent = unit.format(value);
    }
    for (let at = Math.ceil((now - WINDOW_MS) / 60_000) * 60_000; at <= now; at += 60_000) {
      if (x(at) > AXIS_LEFT + 14 && x(at) < width - 16)
        add(svg, "text", { x: x(at), y: HEIGHT - 4, "text-anchor": "middle" }).textContent = time(at).slice(0, 5);
    }
    let below = points.map(() => 0);
    shown.forEach((line) => {
      const index = lines.indexOf(line);
      const level = chart.stacked ? line.values.map((v, i) => below[i] + (v ?? 0)) : line.values;
      if (chart.stacked) {
        for (const run of runs(level))
          add(svg, "path", { class: `area line${index}`, d: `${path(run, level, x, y)}${path([...run].reverse(), below, x, y, "L")}Z` });
        below = level;
      }
      for (const run of runs(level)) add(svg, "path", { class: `line line${index}`, d: path(run, level, x, y) });
    });
    const at = pointedAt === null ? points.length - 1 : nearest(pointedAt);
    if (pointedAt !== null && at >= 0)
      add(svg, "line", { class: "pointer", x1: x(points[at].at), x2: x(points[at].at), y1: TOP, y2: HEIGHT - AXIS_BOTTOM });

    legend.replaceChildren();
    for (const line of shown) {
      const item = legend.appendChild(document.createElement("span"));
      item.className = `key${lines.indexOf(line)}`;
      item.textContent = `${line.name} `;
      item.appendChild(document.createElement("b")).textContent = at >= 0 && line.values[at] != null ? unit.format(line.values[at]) : "–";
    }
    range.textContent =
      all.length === 0
        ? "nothing yet"
        : `min ${unit.format(Math.min(...all))} · max ${unit.format(Math.max(...all))}${pointedAt !== null && at >= 0 ? ` · at ${time(points[at].at)}` : ""}`;
    svg.setAttribute("aria-label", `${chart.title}: ${legend.textContent}, ${range.textContent}`);
  }

  // Indexes of points that follow each other without a gap.
  function runs(values) {
    const found = [];
    let run = [];
    values.forEach((value, i) => {
      const follows = run.length > 0 && points[i].at - points[i - 1].at <= GAP_MS;
      if (run.length > 0 && (value == null || !follows)) {
        found.push(run);
        run = [];
      }
      if (value != null) run.push(i);
    });
    if (run.length > 0) found.push(run);
    return found;
  }

  function path(run, values, x, y, start = "M") {
    const places = run.map((i) => `${x(points[i].at).toFixed(1)},${y(values[i]).toFixed(1)}`);
    // A lone point is a dot: a line of no length with round ends.
    if (places.length === 1) places.push(places[0]);
    return start + places.join("L");
  }

  function nearest(at) {
    let best = points.length - 1;
    points.forEach((point, i) => {
      if (Math.abs(point.at - at) < Math.abs(points[best].at - at)) best = i;
    });
    return best;
  }

  // The upper end of the axis and its steps: 1, 2 or 5 times a power of ten, of 1,024 for bytes.
  function ceiling(most, unit) {
    let scale = 1;
    if (unit.binary) while (most / scale >= 1024) scale *= 1024;
    const value = most / scale;
    if (value === 0) return { value: unit.binary ? 1024 : 1, steps: 1 };
    const power = 10 ** Math.floor(Math.log10(value));
    let step = [0.2, 0.5, 1, 2, 5].map((s) => s * power).find((s) => value / s <= 4) ?? power * 5;
    if (unit.whole) step = Math.max(1, step);
    const steps = Math.max(1, Math.ceil(value / step - 1e-9));
    return { value: steps * step * scale, steps };
  }

  function bytes(value) {
    let prefix = 0;
    while (value >= 1000 && prefix < 4) {
      value /= 1024;
      prefix++;
    }
    return `${plain(value < 10 && prefix > 0 ? 1 : 0)(value)} ${["B", "KiB", "MiB", "GiB", "TiB"][prefix]}`;
  }

  function time(at) {
    return new Date(at).toLocaleTimeString("en-GB");
  }

  function add(parent, name, attributes) {
    const element = parent.appendChild(document.createElementNS(SVG, name));
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }
})();
