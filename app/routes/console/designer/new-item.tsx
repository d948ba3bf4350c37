import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useNavigate } from "@remix-run/react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDraft } from "#app/components/draft/draft-context.tsx";
import { IconPlus } from "#app/components/icons.ts";
import { usePageRoot } from "#app/components/page-root.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { BLANK_TARIFF } from "#schema/blueprint/tariff/blank.ts";
import classes from "./designer.module.css";

/** What an empty item of a kind begins with, where nothing at all would be no beginning. */
const BLANK: Readonly<Record<string, JsonObject>> = { tariff: BLANK_TARIFF };

const KEY = /^[a-z][a-z0-9]*([-.][a-z0-9]+)*$/;

/** A new item of a kind: empty, or with the content of another one. */
export function NewItem({ from }: { readonly from?: { readonly kind: string; readonly key: string } }) {
  const { t } = useTranslation("designer");
  const { items, frame, store, kindWords } = useDraft();
  const { locale } = usePageRoot();
  const [opened, setOpened] = useState(false);
  const [kind, setKind] = useState(from?.kind ?? "tariff");
  const [key, setKey] = useState("");
  const [source, setSource] = useState(from ? `${from.kind}/${from.key}` : "");
  const navigate = useNavigate();
  const href = useTenantHref();
  const taken = items.some((item) => item.kind === kind && item.key === key);
  const fault =
    key === "" ? undefined : !KEY.test(key) ? t("new.keyMalformed") : taken ? t("new.keyTaken") : undefined;
  const create = (event: FormEvent): void => {
    event.preventDefault();
    if (!store || key === "" || fault) return;
    const content = items.find((item) => `${item.kind}/${item.key}` === source)?.content ?? BLANK[kind] ?? {};
    store.create(kind, key, content);
    setOpened(false);
    void navigate(href(`console/designer/${kind}/${key}`));
  };
  const kinds = frame.kinds.filter((each) => each.kind !== "override");
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        {from ? t("new.copy") : t("new.open")}
      </Button>
      <Modal
        lockScroll={false}
        opened={opened}
        onClose={() => setOpened(false)}
        closeButtonProps={{ "aria-label": t("close") }}
        title={from ? t("new.copy") : t("new.open")}
      >
        <form onSubmit={create} className={classes.stack}>
          <NativeSelect
            label={t("list.kind")}
            value={kind}
            disabled={from !== undefined}
            data={kinds.map((each) => ({ value: each.kind, label: each.label[locale] }))}
            onChange={(event) => {
              setKind(event.currentTarget.value);
              setSource("");
            }}
          />
          <TextInput
            label={t("list.key")}
            description={t("new.keyHint")}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            error={fault}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
          />
          <NativeSelect
            label={t("new.from")}
            value={source}
            data={[
              { value: "", label: t("new.empty") },
              ...items
                .filter((item) => item.kind === kind)
                .map((item) => ({
                  value: `${item.kind}/${item.key}`,
                  label: `${item.title?.[locale] ?? item.key} (${kindWords(item.kind)})`,
                })),
            ]}
            onChange={(event) => setSource(event.currentTarget.value)}
          />
          <div className={classes.buttons}>
            <span className={classes.grow} />
            <Button type="submit" disabled={key === "" || fault !== undefined}>
              {t("new.create")}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
