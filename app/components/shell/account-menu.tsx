import { Avatar, Button, Menu, UnstyledButton } from "@mantine/core";
import { Link, useLocation, useSubmit } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { IconUser } from "../icons.ts";
import { mayLeave } from "../leave-guard.ts";
import { usePageRoot } from "../page-root.ts";
import { useTenantHref } from "../tenant-path.ts";
import classes from "./account-menu.module.css";

/** Who is signed in and the way out; for a guest, the way in. */
export function AccountMenu() {
  const { t } = useTranslation("shell");
  const { viewer, tenant } = usePageRoot();
  const href = useTenantHref();
  const submit = useSubmit();
  const { pathname, search } = useLocation();
  if (!tenant) return null;
  if (!viewer) {
    const back = encodeURIComponent(pathname + search);
    return (
      <Button
        component={Link}
        to={`${href("auth/sign-in")}?redirectTo=${back}`}
        variant="light"
        size="xs"
        leftSection={<IconUser size={15} stroke={1.8} />}
      >
        {t("account.signIn")}
      </Button>
    );
  }
  return (
    <Menu position="bottom-end" width={220} shadow="md">
      <Menu.Target>
        <UnstyledButton
          className={classes.button ?? ""}
          aria-label={t("account.label", { name: viewer.displayName })}
        >
          <Avatar size={30} radius="xl" color="brand" aria-hidden>
            {[...viewer.displayName].slice(0, 1).join("")}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{viewer.displayName}</Menu.Label>
        <Menu.Item component={Link} to={href("auth/account")}>
          {t("account.own")}
        </Menu.Item>
        {viewer.kind === "customer" ? (
          <Menu.Item component={Link} to={href("portal/accounts")}>
            {t("account.accounts")}
          </Menu.Item>
        ) : null}
        <Menu.Item
          onClick={() =>
            void mayLeave().then(
              (free) => free && submit(null, { method: "post", action: href("auth/sign-out") }),
            )
          }
        >
          {t("account.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
