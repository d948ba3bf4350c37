import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { AuthFrame } from "./auth-frame.tsx";
import classes from "./factor.module.css";

/** Why somebody did not get in by their utility's sign-on, and what they can do. */
export function SignOnRefused({ message }: { message: string }) {
  const { t } = useTranslation("auth");
  const href = useTenantHref();
  return (
    <AuthFrame
      title={t("signOn.title")}
      more={
        <p>
          <a href={href("auth/sign-on")}>{t("signOn.again")}</a>
        </p>
      }
    >
      <p role="alert" className={classes.refusal}>
        {message}
      </p>
      <Button component="a" href={`${href("auth/sign-in")}?as=staff`} fullWidth>
        {t("signOn.back")}
      </Button>
    </AuthFrame>
  );
}
