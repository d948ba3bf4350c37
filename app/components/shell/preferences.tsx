import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import { useFetcher, useLocation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { COLOR_SCHEMES, type ColorScheme } from "#app/platform/preferences.ts";
import { IconCheck, IconDevice, IconMoon, IconSun } from "../icons.ts";
import classes from "./preferences.module.css";

/** Language and appearance: in the head of every area. */
export function Preferences() {
  return (
    <div className={classes.group}>
      <LanguageSwitch />
      <AppearanceMenu />
    </div>
  );
}

/** Shows the other language by its own name, so that who cannot read this page finds it. Works without scripts. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const { pathname, search } = useLocation();
  const fetcher = useFetcher();
  const other = i18n.language === "zh-CN" ? "en" : "zh-CN";
  return (
    <fetcher.Form method="post" action="/preferences" preventScrollReset>
      <input type="hidden" name="redirectTo" value={pathname + search} />
      <button type="submit" name="locale" value={other} lang={other} className={classes.language}>
        {other === "en" ? "English" : "中文"}
      </button>
    </fetcher.Form>
  );
}

const SCHEME_ICONS = { auto: IconDevice, light: IconSun, dark: IconMoon };

function AppearanceMenu() {
  const { t } = useTranslation("shell");
  const { colorScheme, setColorScheme } = useMantineColorScheme({
    // Otherwise a style element is added for the moment of the change, which the content security policy refuses.
    keepTransitions: true,
  });
  const Current = SCHEME_ICONS[colorScheme];
  return (
    <Menu position="bottom-end" width={176} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("appearance.label")}>
          <Current size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {COLOR_SCHEMES.map((scheme: ColorScheme) => {
          const SchemeIcon = SCHEME_ICONS[scheme];
          return (
            <Menu.Item
              key={scheme}
              leftSection={<SchemeIcon size={16} stroke={1.6} />}
              rightSection={scheme === colorScheme ? <IconCheck size={14} /> : null}
              onClick={() => setColorScheme(scheme)}
            >
              {t(`appearance.${scheme}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
