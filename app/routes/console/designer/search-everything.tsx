import { Modal, TextInput } from "@mantine/core";
import { useNavigate } from "@remix-run/react";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDraft } from "#app/components/draft/draft-context.tsx";
import type { DraftItem } from "#app/components/draft/effective.ts";
import { IconSearch } from "#app/components/icons.ts";
import { usePageRoot } from "#app/components/page-root.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import type { Json } from "#schema/blueprint/item.ts";
import { isList, isObject } from "#schema/blueprint/pointer.ts";
import classes from "./designer.module.css";

const FOUND_MAX = 30;

interface Found {
  readonly item: DraftItem;
  /** Where in its content, if not in its name. */
  readonly path: string;
  readonly text: string;
}

/** Search over every text of every item: names, keys, and what stands in their fields. */
export function SearchEverything(props: { readonly opened: boolean; readonly onClose: () => void }) {
  const { opened, onClose } = props;
  const { t } = useTranslation("designer");
  const { items, kindWords } = useDraft();
  const { locale } = usePageRoot();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const navigate = useNavigate();
  const href = useTenantHref();
  const id = useId();
  const found = useMemo(
    () => (opened ? search(items, text, kindWords) : []),
    [opened, items, text, kindWords],
  );
  const chosen = Math.min(at, found.length - 1);
  const open = (hit: Found | undefined): void => {
    if (!hit) return;
    onClose();
    const { kind, key } = hit.item;
    const field = hit.path === "" ? "" : `?field=${encodeURIComponent(hit.path)}`;
    void navigate(`${href(`console/designer/${kind}/${key}`)}${field}`);
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(found.length - 1, chosen + step)));
    } else if (event.key === "Enter") open(found[chosen]);
  };
  return (
    <Modal
      lockScroll={false}
      opened={opened}
      onClose={onClose}
      title={t("search.title")}
      size="lg"
      yOffset="8vh"
    >
      <TextInput
        data-autofocus
        type="search"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
        aria-label={t("search.title")}
        placeholder={t("search.placeholder")}
        leftSection={<IconSearch size={16} stroke={1.7} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <div id={id} role="listbox" aria-label={t("search.results")} className={classes.found}>
        {found.map((hit, index) => {
          const { item, path, text: words } = hit;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above moves through the results and opens one.
            <div
              key={`${item.kind}/${item.key}${path}`}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              className={classes.hit}
              onClick={() => open(hit)}
            >
              <span>{item.title?.[locale] ?? item.key}</span>
              <span className={classes.quiet}>
                {kindWords(item.kind)} · {item.key}
                {path === "" ? "" : ` · ${path}: ${words}`}
              </span>
            </div>
          );
        })}
        {text !== "" && found.length === 0 ? <p className={classes.quiet}>{t("search.none")}</p> : null}
      </div>
    </Modal>
  );
}

function search(items: readonly DraftItem[], text: string, kindWords: (kind: string) => string): Found[] {
  const words = text.trim().toLowerCase();
  const named = items.filter((item) => {
    const { kind, key, title } = item;
    const all = [kind, kindWords(kind), key, title?.["zh-CN"] ?? "", title?.en ?? ""].join(" ").toLowerCase();
    return words.split(/\s+/).every((word) => all.includes(word));
  });
  const found: Found[] = named.slice(0, FOUND_MAX).map((item) => ({ item, path: "", text: "" }));
  if (words.length < 2) return found;
  for (const item of items) {
    if (found.length >= FOUND_MAX) break;
    const hit = firstText(item.content, "", words);
    if (hit && !named.includes(item)) found.push({ item, ...hit });
  }
  return found;
}

function firstText(value: Json, path: string, words: string): { path: string; text: string } | undefined {
  if (typeof value === "string")
    return value.toLowerCase().includes(words) ? { path, text: value.slice(0, 120) } : undefined;
  const members: [string, Json][] = isList(value)
    ? value.map((member, at) => [String(at), member])
    : isObject(value)
      ? Object.entries(value)
      : [];
  for (const [name, member] of members) {
    const hit = firstText(member, `${path}/${name}`, words);
    if (hit) return hit;
  }
  return undefined;
}
