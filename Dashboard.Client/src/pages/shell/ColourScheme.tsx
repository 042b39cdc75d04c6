import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import { keepSettings, settings } from "../../lib/settings";
import { text } from "../../model/text";
import { ChosenIcon, DarkIcon, LightIcon, SystemIcon } from "../parts/icons";

const schemes = [
  { value: "light", label: text.header.light, Icon: LightIcon },
  { value: "dark", label: text.header.dark, Icon: DarkIcon },
  { value: "auto", label: text.header.auto, Icon: SystemIcon },
] as const;

const languages = [
  { value: "en", label: "English" },
  { value: "zh", label: "中文" },
] as const;

/** The catalogue is read once, so the page is loaded anew; its address keeps all that is shown. */
function chooseLanguage(language: "en" | "zh"): void {
  keepSettings({ ...settings(), language });
  const address = new URL(window.location.href);
  address.searchParams.delete("lang");
  window.location.replace(address);
}

export function ColourScheme() {
  const { language } = settings();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { Icon, label } = schemes.find((scheme) => scheme.value === colorScheme) ?? schemes[2];
  return (
    <Menu position="bottom-end" width={150}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={`${text.header.colourScheme}: ${label}`}>
          <Icon size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map((scheme) => (
          <Menu.Item
            key={scheme.value}
            leftSection={<scheme.Icon size={15} />}
            rightSection={scheme.value === colorScheme ? <ChosenIcon size={14} /> : null}
            onClick={() => setColorScheme(scheme.value)}
          >
            {scheme.label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{text.header.language}</Menu.Label>
        {languages.map(({ value, label }) => (
          <Menu.Item
            key={value}
            lang={value}
            rightSection={value === language ? <ChosenIcon size={14} /> : null}
            onClick={() => chooseLanguage(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
