import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import { text } from "../../model/text";
import { ChosenIcon, DarkIcon, LightIcon, SystemIcon } from "../parts/icons";

const schemes = [
  { value: "light", label: text.header.light, Icon: LightIcon },
  { value: "dark", label: text.header.dark, Icon: DarkIcon },
  { value: "auto", label: text.header.auto, Icon: SystemIcon },
] as const;

export function ColourScheme() {
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
      </Menu.Dropdown>
    </Menu>
  );
}
