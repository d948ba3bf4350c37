// The icons of the product, each taken from its own file: the package's index would load 5,900 modules at every start.
// A new icon: one line here, its name from https://tabler.io/icons.

export { default as IconActivity } from "@tabler/icons-react/dist/esm/icons/IconActivity.mjs";
export { default as IconAlert } from "@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs";
export { default as IconArrowBack } from "@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs";
export { default as IconBell } from "@tabler/icons-react/dist/esm/icons/IconBell.mjs";
export { default as IconBellOff } from "@tabler/icons-react/dist/esm/icons/IconBellOff.mjs";
export {
  default as IconArrowBack,
  default as IconUndo,
} from "@tabler/icons-react/dist/esm/icons/IconArrowBackUp.mjs";
export { default as IconRedo } from "@tabler/icons-react/dist/esm/icons/IconArrowForwardUp.mjs";
export { default as IconBuilding } from "@tabler/icons-react/dist/esm/icons/IconBuilding.mjs";
export { default as IconCalculator } from "@tabler/icons-react/dist/esm/icons/IconCalculator.mjs";
export { default as IconCamera } from "@tabler/icons-react/dist/esm/icons/IconCamera.mjs";
export { default as IconChart } from "@tabler/icons-react/dist/esm/icons/IconChartBar.mjs";
export { default as IconCheck } from "@tabler/icons-react/dist/esm/icons/IconCheck.mjs";
export { default as IconChevronDown } from "@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs";
export { default as IconChevronLeft } from "@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs";
export { default as IconChevronRight } from "@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs";
export { default as IconChevronUp } from "@tabler/icons-react/dist/esm/icons/IconChevronUp.mjs";
export { default as IconCopy } from "@tabler/icons-react/dist/esm/icons/IconCopy.mjs";
export { default as IconCard } from "@tabler/icons-react/dist/esm/icons/IconCreditCard.mjs";
export { default as IconDevice } from "@tabler/icons-react/dist/esm/icons/IconDeviceDesktop.mjs";
export { default as IconDownload } from "@tabler/icons-react/dist/esm/icons/IconDownload.mjs";
export { default as IconFile } from "@tabler/icons-react/dist/esm/icons/IconFile.mjs";
export { default as IconMeter } from "@tabler/icons-react/dist/esm/icons/IconGauge.mjs";
export { default as IconRelease } from "@tabler/icons-react/dist/esm/icons/IconGitCommit.mjs";
export { default as IconHistory } from "@tabler/icons-react/dist/esm/icons/IconHistory.mjs";
export { default as IconHome } from "@tabler/icons-react/dist/esm/icons/IconHome.mjs";
export { default as IconPremise } from "@tabler/icons-react/dist/esm/icons/IconHomeBolt.mjs";
export { default as IconEmpty } from "@tabler/icons-react/dist/esm/icons/IconInbox.mjs";
export { default as IconKey } from "@tabler/icons-react/dist/esm/icons/IconKey.mjs";
export { default as IconRules } from "@tabler/icons-react/dist/esm/icons/IconListCheck.mjs";
export { default as IconLock } from "@tabler/icons-react/dist/esm/icons/IconLock.mjs";
export { default as IconMap } from "@tabler/icons-react/dist/esm/icons/IconMap2.mjs";
export { default as IconPin } from "@tabler/icons-react/dist/esm/icons/IconMapPin.mjs";
export { default as IconMenu } from "@tabler/icons-react/dist/esm/icons/IconMenu2.mjs";
export { default as IconComment } from "@tabler/icons-react/dist/esm/icons/IconMessageCircle.mjs";
export { default as IconMoon } from "@tabler/icons-react/dist/esm/icons/IconMoon.mjs";
export { default as IconDesigner } from "@tabler/icons-react/dist/esm/icons/IconPencilCog.mjs";
export { default as IconPlus } from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
export { default as IconPrint } from "@tabler/icons-react/dist/esm/icons/IconPrinter.mjs";
export { default as IconPlugin } from "@tabler/icons-react/dist/esm/icons/IconPuzzle.mjs";
export { default as IconBill } from "@tabler/icons-react/dist/esm/icons/IconReceipt.mjs";
export { default as IconScale } from "@tabler/icons-react/dist/esm/icons/IconScale.mjs";
export { default as IconScan } from "@tabler/icons-react/dist/esm/icons/IconScan.mjs";
export { default as IconSearch } from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
export { default as IconShield } from "@tabler/icons-react/dist/esm/icons/IconShieldLock.mjs";
export { default as IconTiers } from "@tabler/icons-react/dist/esm/icons/IconSitemap.mjs";
export { default as IconUpgrade } from "@tabler/icons-react/dist/esm/icons/IconStatusChange.mjs";
export { default as IconSun } from "@tabler/icons-react/dist/esm/icons/IconSun.mjs";
export { default as IconTable } from "@tabler/icons-react/dist/esm/icons/IconTable.mjs";
export { default as IconUser } from "@tabler/icons-react/dist/esm/icons/IconUser.mjs";
export { default as IconUsers } from "@tabler/icons-react/dist/esm/icons/IconUsers.mjs";
export { default as IconBlueprint } from "@tabler/icons-react/dist/esm/icons/IconVersions.mjs";
export { default as IconClose } from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
