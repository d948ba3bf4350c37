import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { IconDownload, IconPrint } from "./icons.ts";

/** Prints this page; print styles leave out menus and buttons. */
export function PrintButton() {
  const { t } = useTranslation("components");
  return (
    <Button
      variant="default"
      leftSection={<IconPrint size={16} stroke={1.6} />}
      onClick={() => window.print()}
    >
      {t("print.print")}
    </Button>
  );
}

interface DownloadButtonProps {
  /** Address that answers with the file. */
  readonly href: string;
  readonly label: string;
  readonly primary?: boolean;
}

/** Fetches a file, e.g. a bill or a receipt as PDF. A plain link: it works before scripts do. */
export function DownloadButton({ href, label, primary = false }: DownloadButtonProps) {
  return (
    <Button
      component="a"
      href={href}
      download
      variant={primary ? "filled" : "default"}
      leftSection={<IconDownload size={16} stroke={1.6} />}
    >
      {label}
    </Button>
  );
}
