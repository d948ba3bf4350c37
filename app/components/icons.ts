// The icons of the product, each taken from its own file: the package's index would load 5,900 modules at every start.
// A new icon: one line here, its name from https://tabler.io/icons.

export { default as IconActivity } from "@tabler/icons-react/dist/esm/icons/IconActivity.mjs";
export { default as IconAlert } from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";
export { default as IconArrowBack } from "@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs";
export { default as IconSort } from "@tabler/icons-react/dist/esm/icons/IconArrowsSort.mjs";
export { default as IconPower } from "@tabler/icons-react/dist/esm/icons/IconBolt.mjs";
export { default as IconCheck } from "@tabler/icons-react/dist/esm/icons/IconCheck.mjs";
export { default as IconChevronDown } from "@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs";
export { default as IconChevronLeft } from "@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs";
export { default as IconChevronRight } from "@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs";
export { default as IconChevronUp } from "@tabler/icons-react/dist/esm/icons/IconChevronUp.mjs";
export { default as IconCopy } from "@tabler/icons-react/dist/esm/icons/IconCopy.mjs";
export { default as IconDevice } from "@tabler/icons-react/dist/esm/icons/IconDeviceDesktop.mjs";
export { default as IconDownload } from "@tabler/icons-react/dist/esm/icons/IconDownload.mjs";
export { default as IconWater } from "@tabler/icons-react/dist/esm/icons/IconDroplet.mjs";
export { default as IconFilter } from "@tabler/icons-react/dist/esm/icons/IconFilter.mjs";
export { default as IconGas } from "@tabler/icons-react/dist/esm/icons/IconFlame.mjs";
export { default as IconHistory } from "@tabler/icons-react/dist/esm/icons/IconHistory.mjs";
export { default as IconHome } from "@tabler/icons-react/dist/esm/icons/IconHome.mjs";
export { default as IconEmpty } from "@tabler/icons-react/dist/esm/icons/IconInbox.mjs";
export { default as IconInfo } from "@tabler/icons-react/dist/esm/icons/IconInfoCircle.mjs";
export { default as IconKey } from "@tabler/icons-react/dist/esm/icons/IconKey.mjs";
export { default as IconLanguage } from "@tabler/icons-react/dist/esm/icons/IconLanguage.mjs";
export { default as IconMenu } from "@tabler/icons-react/dist/esm/icons/IconMenu2.mjs";
export { default as IconMoon } from "@tabler/icons-react/dist/esm/icons/IconMoon.mjs";
export { default as IconPrint } from "@tabler/icons-react/dist/esm/icons/IconPrinter.mjs";
export { default as IconSearch } from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
export { default as IconSettings } from "@tabler/icons-react/dist/esm/icons/IconSettings.mjs";
export { default as IconSun } from "@tabler/icons-react/dist/esm/icons/IconSun.mjs";
export { default as IconTable } from "@tabler/icons-react/dist/esm/icons/IconTable.mjs";
export { default as IconHeat } from "@tabler/icons-react/dist/esm/icons/IconTemperature.mjs";
export { default as IconUser } from "@tabler/icons-react/dist/esm/icons/IconUser.mjs";
export { default as IconUsers } from "@tabler/icons-react/dist/esm/icons/IconUsers.mjs";
export { default as IconClose } from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
