import { Button, Popover } from "@mantine/core";
import { Link } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconLock } from "#app/components/icons.ts";
import { useAbility } from "#app/components/page-root.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { RevealForm } from "./reveal-form.tsx";

/**
 * Where a customer's data stand masked: shows them once, for a reason that is kept. Nothing for who sees them as they are,
 * or may not see them at all. Before scripts run it leads to a page of its own.
 */
export function Unmask({ customerId }: { readonly customerId: string | null }) {
  const { t } = useTranslation("privacy");
  const href = useTenantHref();
  const [opened, setOpened] = useState(false);
  const inFull = useAbility("read:personalData");
  const mayReveal = useAbility("reveal:personalData");
  if (inFull || !mayReveal || customerId === null) return null;
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      trapFocus
      returnFocus
      width={320}
      position="bottom-end"
      shadow="md"
    >
      <Popover.Target>
        <Button
          component={Link}
          to={href(`workspace/customers/${customerId}/reveal`)}
          variant="default"
          size="xs"
          leftSection={<IconLock size={14} stroke={1.6} aria-hidden />}
          role="button"
          aria-haspopup="dialog"
          onClick={(event) => {
            event.preventDefault();
            setOpened((open) => !open);
          }}
        >
          {t("unmask.open")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("unmask.open")}>
        <RevealForm customerId={customerId} />
      </Popover.Dropdown>
    </Popover>
  );
}
