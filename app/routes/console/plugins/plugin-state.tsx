import { useTranslation } from "react-i18next";
import { StatusBadge } from "#app/components/status-badge.tsx";

interface PluginStateProps {
  readonly plugin: {
    readonly installed: { readonly version: string; readonly inherited: boolean } | null;
    readonly off: object | null;
    readonly newest: string;
    readonly failures: number;
  };
}

/** Off, failing, installed, with a newer version, or not installed. */
export function PluginState({ plugin: { installed, off, newest, failures } }: PluginStateProps) {
  const { t } = useTranslation("plugins");
  if (off !== null) return <StatusBadge tone="warning">{t("state.off")}</StatusBadge>;
  if (installed === null) return <StatusBadge tone="neutral">{t("state.available")}</StatusBadge>;
  if (failures > 0) return <StatusBadge tone="danger">{t("state.failing")}</StatusBadge>;
  if (installed.version !== newest)
    return <StatusBadge tone="info">{t("state.newer", { version: newest })}</StatusBadge>;
  return (
    <StatusBadge tone="success">{t(installed.inherited ? "state.inherited" : "state.installed")}</StatusBadge>
  );
}
