import { useMantineColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { useLocation } from "react-router";
import { keepSettings, useSettings } from "../../lib/settings";
import { useFound } from "../../live/useFound";
import { useStream } from "../../live/useStream";
import { namespaceAddress } from "../../model/namespaces";
import { type Findable, find } from "../../model/palette";
import { exportAddress, nodeAddress, podAddress, readView, workloadAddress } from "../../model/podQuery";
import { text } from "../../model/text";
import type { PodRow } from "../../model/wire";
import { useAction } from "../parts/keyActions";
import { chooseLanguage, languages, schemes } from "../shell/choices";
import { pageLinks } from "../shell/pageLinks";

export interface Item extends Findable {
  /** Where it leads, or what it does. */
  to?: string;
  run?: () => void;
  /** What it says when it is done; then the palette stays open. */
  done?: string;
}

const most = 40;
const noArguments: [] = [];
const words = text.comfort.actions;

export interface Items {
  items: Item[];
  pending: boolean;
  error: string | null;
}

/** What there is for the words that were typed. */
export function useItems(typed: string): Items {
  const facets = useStream("Facets", noArguments).data;
  const found = useFound(typed);
  const actions = useActions();
  const items = useMemo<Item[]>(() => {
    const pages = pageLinks.map(({ to, label }): Item => ({ id: `page ${to}`, kind: "page", label, to }));
    const namespaces = (facets?.namespaces ?? []).map(
      ({ value }): Item => ({ id: `namespace ${value}`, kind: "namespace", label: value, to: namespaceAddress(value) }),
    );
    const nodes = (facets?.nodes ?? []).map(
      ({ value }): Item => ({ id: `node ${value}`, kind: "node", label: value, to: nodeAddress(value) }),
    );
    const all = [...pages, ...namespaces, ...nodes, ...found.rows.flatMap(itemOfRow), ...actions];
    return find(all, typed, most);
  }, [facets, found.rows, actions, typed]);
  return { items, pending: found.pending, error: found.error };
}

/** The server's words for a match may be a node or a status: what it found is in the list by its detail. */
function itemOfRow(row: PodRow): Item[] {
  const { key, name, namespace, workload, node, status } = row;
  const detail = [namespace, row.kind === "pod" ? node : null, status].filter(Boolean).join(" · ");
  if (row.kind === "pod") return [{ id: `pod ${key}`, kind: "pod", label: name, detail, to: podAddress(namespace, name) }];
  if (workload === null) return [];
  const to = workloadAddress(namespace, workload.kind, workload.name);
  return [{ id: `workload ${key}`, kind: "workload", label: workload.name, detail: `${workload.kind} · ${detail}`, to }];
}

function useActions(): Item[] {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { density, language } = useSettings();
  const { pathname, search } = useLocation();
  const pause = useAction("pause");
  const kiosk = useAction("kiosk");
  const help = useAction("help");
  return useMemo(() => {
    const action = (id: string, label: string, run: () => void): Item => ({ id: `action ${id}`, kind: "action", label, run });
    const actions: Item[] = [];
    const parameters = new URLSearchParams(search);
    if (pause) actions.push(action("pause", parameters.has("end") ? text.charts.backToLive : text.charts.pause, pause));
    const group = pathname === "/workloads" ? "workload" : pathname === "/pods" ? null : undefined;
    if (group !== undefined) {
      const view = readView(parameters);
      for (const format of ["csv", "json"] as const)
        actions.push(
          action(`export ${format}`, words.export(format.toUpperCase()), () =>
            download(exportAddress(group === null ? view : { ...view, group }, format)),
          ),
        );
    }
    // Only where the browser lets a page write to the clipboard: over https and on this computer.
    if (navigator.clipboard)
      actions.push({
        ...action("link", text.header.copyLink, () => void navigator.clipboard.writeText(window.location.href)),
        done: text.header.linkCopied,
      });
    if (kiosk) actions.push(action("kiosk", parameters.has("kiosk") ? text.comfort.kiosk.leave : text.comfort.kiosk.enter, kiosk));
    if (help) actions.push(action("help", text.comfort.help.title, help));
    for (const { value, label } of schemes)
      if (value !== colorScheme) actions.push(action(`theme ${value}`, words.theme(label), () => setColorScheme(value)));
    const other = density === "compact" ? "comfortable" : "compact";
    actions.push(action("density", words.density(text.comfort.settings.densities[other]), () => keepSettings({ density: other })));
    for (const { value, label } of languages)
      if (value !== language) actions.push(action(`language ${value}`, words.language(label), () => chooseLanguage(value)));
    return actions;
  }, [colorScheme, setColorScheme, density, language, pathname, search, pause, kiosk, help]);
}

function download(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}
