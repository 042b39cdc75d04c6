// A chart as a file: PNG as it is seen, CSV and JSON with its values in their base unit.

import { formatDateTime } from "../lib/format";
import { toCsv, toJson } from "../model/pointTable";
import { extentOf } from "../model/series";
import { text } from "../model/text";
import type { ChartContent } from "./content";
import { tableOf } from "./tableOf";

export interface SavedChart {
  title: string;
  content: ChartContent;
  unit: string;
  drawn: () => Promise<HTMLCanvasElement>;
}

export async function saveChart(format: "csv" | "json" | "png", chart: SavedChart): Promise<void> {
  // The page's heading says of what it is.
  const subject = document.querySelector("h1")?.textContent ?? "";
  const title = subject === "" || subject === chart.title ? chart.title : `${subject}, ${chart.title}`;
  if (format === "png") download(await imageOf(chart, title), fileName(title, chart.content.to, "png"));
  else if (format === "csv") {
    download(new Blob([toCsv(tableOf(chart.content), chart.unit)], { type: "text/csv" }), fileName(title, chart.content.to, "csv"));
  } else {
    const json = toJson(tableOf(chart.content), chart.unit, title);
    download(new Blob([json], { type: "application/json" }), fileName(title, chart.content.to, "json"));
  }
}

function fileName(title: string, at: number, ending: string): string {
  const words = title.replace(/[^\p{L}\p{N}.-]+/gu, "-").replace(/^-|-$/g, "");
  return `${words}-${new Date(at).toISOString().slice(0, 19).replaceAll(":", "")}Z.${ending}`;
}

function download(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The download has its own hold on the content as soon as it has begun.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The canvas with what stands around it on the page: title, span of time, legend. */
async function imageOf({ content, drawn }: SavedChart, title: string): Promise<Blob> {
  const canvas = await drawn();
  const scale = canvas.width / canvas.clientWidth;
  const width = canvas.clientWidth;
  const entries = [
    ...content.lines
      .filter((line) => line.hidden !== true)
      .map((line) => ({ ...line, last: extentOf(line.points.map(({ y }) => y)).last })),
    ...content.references.map((reference) => ({ ...reference, last: reference.value })),
  ];
  const image = document.createElement("canvas");
  const pen = image.getContext("2d") as CanvasRenderingContext2D;
  const family = getComputedStyle(document.body).fontFamily;
  const margin = 12;
  const head = 48;
  const line = 20;
  pen.font = `12px ${family}`;
  const places: { x: number; y: number; label: string }[] = [];
  let x = margin;
  let y = head + canvas.clientHeight + margin + 10;
  for (const { name, last } of entries) {
    const label = `${name}  ${last === null ? text.missing : content.format(last)}`;
    const needs = pen.measureText(label).width + 38;
    if (x > margin && x + needs > width) {
      x = margin;
      y += line;
    }
    places.push({ x, y, label });
    x += needs;
  }
  image.width = (width + 2 * margin) * scale;
  image.height = (y + margin + 6) * scale;
  pen.scale(scale, scale);
  pen.fillStyle = content.colours.surface;
  pen.fillRect(0, 0, image.width, image.height);
  pen.textBaseline = "middle";
  pen.fillStyle = content.colours.ink;
  pen.font = `600 14px ${family}`;
  pen.fillText(title, margin, 18);
  pen.fillStyle = content.colours.ink2;
  pen.font = `12px ${family}`;
  pen.fillText(`${formatDateTime(content.from)} – ${formatDateTime(content.to)}`, margin, 36);
  pen.drawImage(canvas, margin, head, width, canvas.clientHeight);
  entries.forEach((entry, index) => {
    const place = places[index];
    if (place === undefined) return;
    pen.strokeStyle = entry.colour;
    pen.lineWidth = 2.5;
    pen.setLineDash(entry.dash ?? []);
    pen.beginPath();
    pen.moveTo(place.x, place.y);
    pen.lineTo(place.x + 16, place.y);
    pen.stroke();
    pen.fillText(place.label, place.x + 22, place.y);
  });
  return await new Promise((resolve, reject) =>
    image.toBlob((blob) => (blob === null ? reject(new Error("The browser made no image.")) : resolve(blob)), "image/png"),
  );
}
