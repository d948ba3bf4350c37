import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { choiceWords, fieldWords } from "#schema/blueprint/field-words.ts";
import type { Json } from "#schema/blueprint/item.ts";
import { isList, isObject } from "#schema/blueprint/pointer.ts";
import { IconChevronDown, IconChevronUp, IconClose, IconCopy, IconPlus } from "../../icons.ts";
import { FieldHead, useField } from "./field-head.tsx";
import classes from "./form.module.css";
import { childPointer, controlId, type NodeProps, useForm } from "./form-context.ts";
import { emptyOf, fitOf, nameOfBranch, resolve, type Schema, shapeOf } from "./json-schema.ts";

/** The fields of a record: those that must be there and those that are; the rest can be added. */
export function ObjectFields(props: {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
  readonly value: Json | undefined;
  readonly pointer: string;
  /** Fields that are chosen elsewhere, and not shown. */
  readonly chosen?: readonly string[];
}) {
  const { properties, required, pointer, chosen = [] } = props;
  const { t } = useTranslation("designer");
  const { Node, root, change, locale, readOnly } = useForm();
  const value = isObject(props.value) ? props.value : {};
  const names = Object.keys(properties).filter((name) => !chosen.includes(name));
  const shown = names.filter((name) => required.includes(name) || Object.hasOwn(value, name));
  // What the schema does not know is shown, since it is there, and can be taken away.
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(properties, name));
  const absent = names.filter((name) => !shown.includes(name));
  return (
    <div className={classes.fields}>
      {[...shown, ...unknown].map((name) => {
        const here = childPointer(pointer, name);
        const mayGo = !required.includes(name);
        return (
          <Node
            key={name}
            name={name}
            schema={properties[name] ?? {}}
            value={value[name]}
            pointer={here}
            required={!mayGo}
            {...(mayGo ? { onRemove: () => change(here, undefined) } : {})}
          />
        );
      })}
      {absent.length > 0 && !readOnly ? (
        <NativeSelect
          className={classes.add ?? ""}
          size="xs"
          aria-label={t("field.add")}
          value=""
          data={[
            { value: "", label: t("field.add") },
            ...absent.map((name) => ({ value: name, label: fieldWords(name, locale) })),
          ]}
          onChange={(event) => {
            const name = event.currentTarget.value;
            if (name !== "") change(childPointer(pointer, name), emptyOf(properties[name] ?? {}, root));
          }}
        />
      ) : null}
    </div>
  );
}

/** A group with its name above it. */
export function Group({ node, children }: { readonly node: NodeProps; readonly children: ReactNode }) {
  const { error } = useField(node);
  return (
    <fieldset className={classes.group} id={controlId(node.pointer)} tabIndex={-1}>
      <legend className={classes.legend}>
        <FieldHead node={node} />
      </legend>
      {error ? <p className={classes.error}>{error}</p> : null}
      {children}
    </fieldset>
  );
}

/** A list: members in their order, to be moved, copied, taken away and added. */
export function ListNode(props: NodeProps & { readonly member: Schema }) {
  const { pointer, member } = props;
  const { t } = useTranslation("designer");
  const { Node, root, change } = useForm();
  const { disabled, words } = useField(props);
  const members = isList(props.value) ? props.value : [];
  const put = (next: readonly Json[]): void => change(pointer, next);
  const move = (from: number, to: number): void => {
    const next = [...members];
    next.splice(to, 0, ...next.splice(from, 1));
    put(next);
  };
  return (
    <Group node={props}>
      <ol className={classes.list}>
        {members.map((value, at) => {
          const title = titleOf(value) ?? String(at + 1);
          const act = (label: string, icon: ReactNode, run: () => void, off = false) => (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              disabled={disabled || off}
              onClick={run}
              aria-label={`${label} ${title}`}
            >
              {icon}
            </ActionIcon>
          );
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a member has no other mark; its fields keep no state of their own.
            <li key={at} className={classes.member}>
              <div className={classes.memberHead}>
                <span className={classes.memberTitle}>{title}</span>
                {act(t("list.up"), <IconChevronUp size={15} />, () => move(at, at - 1), at === 0)}
                {act(
                  t("list.down"),
                  <IconChevronDown size={15} />,
                  () => move(at, at + 1),
                  at === members.length - 1,
                )}
                {act(t("list.copy"), <IconCopy size={14} />, () =>
                  put([...members.slice(0, at + 1), value, ...members.slice(at + 1)]),
                )}
                {act(t("list.remove"), <IconClose size={15} />, () =>
                  change(childPointer(pointer, at), undefined),
                )}
              </div>
              <Node
                name={props.name}
                label={`${words} ${at + 1}`}
                schema={member}
                value={value}
                pointer={childPointer(pointer, at)}
                required
              />
            </li>
          );
        })}
      </ol>
      {disabled ? null : (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
          onClick={() => change(childPointer(pointer, members.length), emptyOf(member, root))}
        >
          {t("list.add")}
        </Button>
      )}
    </Group>
  );
}

/** By what a member of a list is known: its name in words, its code. */
function titleOf(value: Json): string | undefined {
  if (!isObject(value)) return undefined;
  const name = value.code ?? value.key ?? value.id ?? value.name ?? value.type ?? value.severity;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** Values under free names: periods, seasons, parameters. */
export function RecordNode(props: NodeProps & { readonly member: Schema }) {
  const { pointer, member } = props;
  const { t } = useTranslation("designer");
  const { Node, root, change } = useForm();
  const { disabled } = useField(props);
  const [name, setName] = useState("");
  const id = useId();
  const value = isObject(props.value) ? props.value : {};
  const names = Object.keys(value).sort();
  const mayAdd = name.trim() !== "" && !names.includes(name.trim());
  const add = (): void => {
    if (!mayAdd) return;
    change(childPointer(pointer, name.trim()), emptyOf(member, root));
    setName("");
  };
  return (
    <Group node={props}>
      <div className={classes.fields}>
        {names.map((each) => (
          <Node
            key={each}
            name={each}
            label={each}
            schema={member}
            value={value[each]}
            pointer={childPointer(pointer, each)}
            required
            onRemove={() => change(childPointer(pointer, each), undefined)}
          />
        ))}
      </div>
      {disabled ? null : (
        <div className={classes.addNamed}>
          <TextInput
            id={id}
            size="xs"
            aria-label={t("record.name")}
            placeholder={t("record.name")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") add();
            }}
          />
          <Button
            size="xs"
            variant="default"
            disabled={!mayAdd}
            onClick={add}
            leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
          >
            {t("record.add")}
          </Button>
        </div>
      )}
    </Group>
  );
}

/** One of several shapes: first which, then its fields. */
export function UnionNode(props: NodeProps & { readonly options: readonly Schema[] }) {
  const { options, value, pointer } = props;
  const { t } = useTranslation("designer");
  const { Node, root, change, locale } = useForm();
  const { disabled, words } = useField(props);
  const fits = options.map((option) => fitOf(option, value, root));
  const at = value === undefined ? -1 : fits.indexOf(Math.max(...fits));
  const chosen = options[at];
  const names = options.map((option) => nameOfBranch(option, root));
  const picker = (
    <NativeSelect
      className={classes.branch ?? ""}
      size="xs"
      aria-label={t("union.which", { field: words })}
      disabled={disabled}
      value={String(at)}
      data={[
        ...(at === -1 ? [{ value: "-1", label: "–" }] : []),
        ...names.map((name, index) => ({
          value: String(index),
          label: branchWords(names, index, choiceWords(name, locale)),
        })),
      ]}
      onChange={(event) => {
        const option = options[Number(event.currentTarget.value)];
        if (option) change(pointer, emptyOf(option, root));
      }}
    />
  );
  if (chosen === undefined) return <Group node={props}>{picker}</Group>;
  const shape = shapeOf(resolve(chosen, root), root);
  return (
    <Group node={props}>
      {picker}
      {shape.is === "object" ? (
        <ObjectFields
          properties={shape.properties}
          required={shape.required}
          value={value}
          pointer={pointer}
          chosen={fixedNames(shape.properties, root)}
        />
      ) : (
        <Node
          name={props.name}
          label={words}
          schema={chosen}
          value={value}
          pointer={pointer}
          required={props.required}
        />
      )}
    </Group>
  );
}

/** The members that say which branch it is: the picker has chosen them. */
function fixedNames(properties: Readonly<Record<string, Schema>>, root: Schema): string[] {
  return Object.keys(properties).filter((name) => resolve(properties[name] ?? {}, root).const !== undefined);
}

/** Two branches of one name are numbered. */
function branchWords(names: readonly string[], index: number, words: string): string {
  const name = names[index];
  const same = names.filter((each) => each === name).length;
  return same === 1 ? words : `${words} ${names.slice(0, index + 1).filter((each) => each === name).length}`;
}

/** A value that is always the same, or one that changes from day to day of the calendar. */
export function DatedNode(props: NodeProps & { readonly of: Schema }) {
  const { value, pointer, of } = props;
  const { t } = useTranslation("designer");
  const { Node, root, change, readOnly } = useForm();
  const { disabled } = useField(props);
  const isDated = isList(value) && value.every((entry) => isObject(entry) && "from" in entry);
  if (!isDated)
    return (
      <div className={classes.dated}>
        <Node {...props} schema={of} />
        {disabled ? null : (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => change(pointer, [{ from: "2026-01-01", value: value ?? emptyOf(of, root) }])}
          >
            {t("dated.byDate")}
          </Button>
        )}
      </div>
    );
  const entries = value;
  return (
    <Group node={props}>
      <ol className={classes.list}>
        {entries.map((entry, at) => {
          const here = childPointer(pointer, at);
          const { from, value: held } = entry as { from?: Json; value?: Json };
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: entries have no mark but their place; their fields keep no state.
            <li key={at} className={classes.datedEntry}>
              <Node
                name="from"
                schema={{ type: "string", format: "date" }}
                value={from}
                pointer={`${here}/from`}
                required
              />
              <Node name="value" schema={of} value={held} pointer={`${here}/value`} required />
              {readOnly || disabled ? null : (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={`${t("list.remove")} ${String(from ?? at + 1)}`}
                  onClick={() => {
                    // The last one leaves the value without dates.
                    if (entries.length === 1) change(pointer, held);
                    else change(here, undefined);
                  }}
                >
                  <IconClose size={15} />
                </ActionIcon>
              )}
            </li>
          );
        })}
      </ol>
      {disabled ? null : (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
          onClick={() => {
            const last = entries.at(-1) as { value?: Json } | undefined;
            change(childPointer(pointer, entries.length), {
              from: "",
              value: last?.value ?? emptyOf(of, root),
            });
          }}
        >
          {t("dated.add")}
        </Button>
      )}
    </Group>
  );
}
