import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CodeView } from "#app/components/code-view.tsx";
import { designers } from "#app/components/designers/designer.ts";
import { useFormat } from "#app/components/format/use-format.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { page } from "#app/web/page.server.ts";
import classes from "./blueprint-item.module.css";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const item = await context.caller.blueprint.showItem({ kind: params.kind ?? "", key: params.key ?? "" });
  return { item, title: item.name?.[context.locale] ?? item.key };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

const TEXT_HEIGHT = 640;

/** One item: what it says in words, where it comes from, and its canonical text. */
export default function BlueprintItemPage() {
  const { t } = useTranslation("blueprint");
  const { item } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const ItemDesigner = designers[item.kind];
  return (
    <>
      <PageHeader
        title={item.name?.[locale] ?? item.key}
        lead={`${item.kindName[locale]} · ${item.key} · ${t("item.release", { number: item.release })}`}
        back={{ to: href("console/blueprint"), label: t("item.back") }}
      />
      <Panel title={t("item.what")}>
        {item.description ? <p>{item.description[locale]}</p> : null}
        <KeyValue
          items={[
            { label: t("origin"), value: t(`originOf.${item.origin}`) },
            { label: t("hash"), value: item.hash.slice(0, 16) },
            {
              label: t("item.sources"),
              value:
                item.sources.length === 0 ? (
                  t("item.noSources")
                ) : (
                  <ul>
                    {item.sources.map(({ title, url, date }) => (
                      <li key={title}>
                        {url ? (
                          <a href={url} rel="noreferrer" target="_blank">
                            {title}
                          </a>
                        ) : (
                          title
                        )}
                        {date ? ` (${format.day(date)})` : ""}
                      </li>
                    ))}
                  </ul>
                ),
            },
            ...(item.references.length === 0
              ? []
              : [
                  {
                    label: t("item.references"),
                    value: (
                      <ul className={classes.mentions}>
                        {item.references.map(({ kind, key }) => (
                          <li key={`${kind}/${key}`}>
                            <Link to={href(`console/blueprint/${kind}/${key}`)}>
                              {kind}/{key}
                            </Link>
                          </li>
                        ))}
                      </ul>
                    ),
                  },
                ]),
          ]}
        />
      </Panel>
      {ItemDesigner ? (
        <Panel title={item.kindName[locale]}>
          <ItemDesigner
            content={item.content}
            change={() => {}}
            problems={[]}
            readOnly
            locale={locale}
            itemKey={item.key}
          />
        </Panel>
      ) : null}
      <Panel title={t("item.text")} lead={t("item.textLead")}>
        <CodeView value={item.text} label={t("item.text")} maxHeight={TEXT_HEIGHT} />
      </Panel>
    </>
  );
}
