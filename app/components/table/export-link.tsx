import { Button } from "@mantine/core";
import { useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { IconDownload } from "../icons.ts";
import { listHref } from "./list-query.ts";

/** Every row that matches the filters, not only this page, as CSV. `path` is a route that answers with `csvEndpoint`. */
export function ExportLink({ path }: { readonly path: string }) {
  const { t } = useTranslation("components");
  const [search] = useSearchParams();
  return (
    <Button
      component="a"
      href={`${path}${listHref(search, {})}`}
      download
      variant="default"
      leftSection={<IconDownload size={15} stroke={1.6} />}
    >
      {t("table.export")}
    </Button>
  );
}
