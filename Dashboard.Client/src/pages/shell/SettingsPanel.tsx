import { Button, SegmentedControl, Select, Switch, useMantineColorScheme } from "@mantine/core";
import { useId } from "react";
import { chosenSettings, keepSettings, type Settings, useSettings } from "../../lib/settings";
import { usualZones, zoneLabel } from "../../lib/usualZones";
import { text } from "../../model/text";
import { KioskIcon } from "../parts/icons";
import { chooseLanguage, chooseZone, languages, schemes } from "./choices";
import style from "./Settings.module.css";

const words = text.comfort.settings;

export function SettingsPanel({ enterKiosk }: { enterKiosk: () => void }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { density, letterKeys, timeZone } = useSettings();
  return (
    <div className={style.panel}>
      <Choice title={words.theme} value={colorScheme} data={schemes} onChange={setColorScheme} />
      <Choice
        title={words.language}
        value={chosenSettings().language ?? "browser"}
        data={[...languages, { value: "browser", label: words.browserLanguage }]}
        onChange={(value) => chooseLanguage(value === "browser" ? undefined : value)}
      />
      <Choice<Settings["density"]>
        title={words.density}
        value={density}
        data={[
          { value: "comfortable", label: words.densities.comfortable },
          { value: "compact", label: words.densities.compact },
        ]}
        onChange={(value) => keepSettings({ density: value })}
      />
      <Select
        size="xs"
        label={words.timeZone}
        searchable
        allowDeselect={false}
        value={timeZone}
        data={zoneChoices(timeZone)}
        nothingFoundMessage={words.noZone}
        // The list itself scrolls, which its box's arrow keys move.
        withScrollArea={false}
        classNames={{ options: style.zones ?? "" }}
        // Inside, so that a click on a zone is no click beside the menu.
        comboboxProps={{ withinPortal: false }}
        onChange={(value) => value !== null && value !== timeZone && chooseZone(value === "local" ? undefined : value)}
      />
      <Switch
        size="sm"
        label={words.letterKeys}
        description={words.letterKeysWhy}
        checked={letterKeys}
        onChange={(event) => keepSettings({ letterKeys: event.currentTarget.checked })}
      />
      <Button size="xs" variant="default" leftSection={<KioskIcon size={14} />} onClick={enterKiosk}>
        {text.comfort.kiosk.enter}
      </Button>
    </div>
  );
}

function zoneChoices(chosen: string): { value: string; label: string }[] {
  const locale = document.documentElement.lang;
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  // One that was chosen by hand is in the list, too.
  const zones = chosen === "local" || usualZones.includes(chosen) ? usualZones : [chosen, ...usualZones];
  return [{ value: "local", label: words.localZone(here) }, ...zones.map((zone) => ({ value: zone, label: zoneLabel(zone, locale) }))];
}

interface ChoiceProps<T extends string> {
  title: string;
  value: T;
  data: { value: T; label: string }[];
  onChange: (value: T) => void;
}

function Choice<T extends string>({ title, value, data, onChange }: ChoiceProps<T>) {
  const label = useId();
  return (
    <div>
      <div id={label} className={style.title}>
        {title}
      </div>
      <SegmentedControl size="xs" fullWidth aria-labelledby={label} value={value} data={data} onChange={onChange} />
    </div>
  );
}
