import { Button, Textarea } from "@mantine/core";
import { useFetcher } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { KeyValue } from "#app/components/key-value.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import type { RevealedCustomer } from "#app/services/privacy/reveal-customer.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./privacy.module.css";

/** Asks for the reason, and shows one customer's data as they are once it is written down. */
export function RevealForm({ customerId }: { readonly customerId: string }) {
  const { t } = useTranslation("privacy");
  const href = useTenantHref();
  const fetcher = useFetcher<FormResult<RevealedCustomer>>();
  if (fetcher.data?.ok) return <Revealed shown={fetcher.data.value} />;
  return (
    <fetcher.Form
      method="post"
      action={href(`workspace/customers/${customerId}/reveal`)}
      className={classes.form}
    >
      <p className={classes.lead}>{t("unmask.lead")}</p>
      <Textarea
        name="reason"
        label={t("unmask.reason")}
        description={t("unmask.reasonHint")}
        required
        minLength={4}
        maxLength={500}
        autosize
        minRows={2}
      />
      {fetcher.data ? <p role="alert">{fetcher.data.fault.message ?? fetcher.data.fault.code}</p> : null}
      <Button type="submit" loading={fetcher.state !== "idle"}>
        {t("unmask.show")}
      </Button>
    </fetcher.Form>
  );
}

export function Revealed({ shown }: { readonly shown: RevealedCustomer }) {
  const { t } = useTranslation("privacy");
  return (
    <div role="status" className={classes.form}>
      <p className={classes.lead}>{t("unmask.logged")}</p>
      <KeyValue
        items={[
          { label: t("kind.name"), value: shown.name },
          { label: t("kind.phone"), value: shown.phone ?? "–" },
          { label: t("kind.email"), value: shown.email ?? "–" },
          { label: t("kind.address"), value: shown.addresses.join("; ") || "–" },
        ]}
      />
    </div>
  );
}
