import { Button } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { stringify } from "yaml";
import designerClasses from "#app/components/designers/tariff/designer.module.css";
import { useContentHistory } from "#app/components/designers/tariff/use-content-history.ts";
import { TariffDesigner } from "#app/components/designers/tariff-designer.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { BLANK_TARIFF } from "#schema/blueprint/tariff/blank.ts";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const from = new URL(request.url).searchParams.get("from") ?? "";
  const { items } = await context.caller.blueprint.listItems();
  const tariffs = items.filter(({ kind }) => kind === "tariff");
  const known = tariffs.some(({ key }) => key === from);
  return {
    from: known ? from : "",
    content: known
      ? (await context.caller.blueprint.showItem({ kind: "tariff", key: from })).content
      : BLANK_TARIFF,
    tariffs: tariffs.map(({ key, name }) => ({ key, name: name?.[context.locale] ?? key })),
    title: translator(context.locale, "rating")("workbench.title"),
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function TariffWorkbenchPage() {
  const { from } = useLoaderData<typeof loader>();
  // Another tariff to begin with is another history.
  return <Workbench key={from} />;
}

function Workbench() {
  const { t, i18n } = useTranslation("rating");
  const data = useLoaderData<typeof loader>();
  const [key, setKey] = useState(data.from === "" ? "new-tariff" : data.from);
  const { content, change, undo, redo } = useContentHistory(data.content as JsonObject);
  const file = `data:application/yaml;charset=utf-8,${encodeURIComponent(stringify(content))}`;
  return (
    <>
      <PageHeader
        title={t("workbench.title")}
        lead={t("workbench.lead")}
        actions={
          <>
            <Button variant="default" disabled={undo === undefined} onClick={undo}>
              {t("workbench.undo")}
            </Button>
            <Button variant="default" disabled={redo === undefined} onClick={redo}>
              {t("workbench.redo")}
            </Button>
            <Button component="a" variant="default" href={file} download={`${key}.yaml`}>
              {t("workbench.download")}
            </Button>
          </>
        }
      />
      <Form method="get" className={designerClasses.fields}>
        <label className={designerClasses.field}>
          <span>{t("workbench.start")}</span>
          <select name="from" defaultValue={data.from} className={designerClasses.input}>
            <option value="">{t("workbench.blank")}</option>
            {data.tariffs.map((tariff) => (
              <option key={tariff.key} value={tariff.key}>
                {tariff.name}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit" variant="default">
          {t("workbench.open")}
        </Button>
        <label className={designerClasses.field}>
          <span>{t("workbench.key")}</span>
          <input
            className={designerClasses.input}
            value={key}
            pattern="[a-z][a-z0-9]*([-.][a-z0-9]+)*"
            onChange={(event) => setKey(event.target.value)}
          />
        </label>
      </Form>
      <TariffDesigner
        content={content}
        change={change}
        problems={[]}
        readOnly={false}
        locale={i18n.language === "en" ? "en" : "zh-CN"}
        itemKey={key}
      />
    </>
  );
}
