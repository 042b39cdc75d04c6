import { ActionIcon, Menu } from "@mantine/core";
import { DotsHorizontalIcon } from "@radix-ui/react-icons";
import { text } from "../model/text";
import type { ChartContent } from "./content";

interface ChartMenuProps {
  title: string;
  content: ChartContent;
  unit: string;
  /** The canvas with what the chart shows now. */
  drawn: () => Promise<HTMLCanvasElement>;
  asTable: boolean;
  setAsTable: (asTable: boolean) => void;
  zooms: boolean;
}

/** What can be done with a chart besides looking at it. */
export function ChartMenu({ title, content, unit, drawn, asTable, setAsTable, zooms }: ChartMenuProps) {
  const save = async (format: "csv" | "json" | "png") => {
    const files = await import("./chartFile");
    await files.saveChart(format, { title, content, unit, drawn });
  };
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={text.charts.menu(title)}>
          <DotsHorizontalIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => setAsTable(!asTable)}>{asTable ? text.charts.asChart : text.charts.asTable}</Menu.Item>
        <Menu.Divider />
        {!asTable && <Menu.Item onClick={() => void save("png")}>{text.charts.savePng}</Menu.Item>}
        <Menu.Item onClick={() => void save("csv")}>{text.charts.saveCsv}</Menu.Item>
        <Menu.Item onClick={() => void save("json")}>{text.charts.saveJson}</Menu.Item>
        {zooms && (
          <>
            <Menu.Divider />
            <Menu.Label>{text.charts.gestures}</Menu.Label>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
