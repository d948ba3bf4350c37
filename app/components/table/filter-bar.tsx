import { Button, NativeSelect, TextInput } from "@mantine/core";
import { Form, Link, useLocation, useNavigation, useSearchParams, useSubmit } from "@remix-run/react";
import { type ChangeEvent, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconSearch } from "../icons.ts";
import classes from "./filter-bar.module.css";
import { activeFilters, listHref } from "./list-query.ts";

export type Filter =
  | { readonly kind: "search"; readonly name: string; readonly label: string }
  | {
      readonly kind: "choice";
      readonly name: string;
      readonly label: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
    }
  | { readonly kind: "date" | "month"; readonly name: string; readonly label: string };

interface FilterBarProps {
  readonly filters: readonly Filter[];
  /** At the end of the bar: export, columns. */
  readonly actions?: ReactNode;
}

const TYPING_PAUSE_MS = 350;

/** The filters of a list. They stand in the address; choosing applies at once, typing after a short pause. */
export function FilterBar({ filters, actions }: FilterBarProps) {
  const { t } = useTranslation("components");
  const [search] = useSearchParams();
  const submit = useSubmit();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useLeaving(() => clearTimeout(timer.current));
  const names = filters.map(({ name }) => name);
  const on = activeFilters(search, names);

  const apply = (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>, pauseMs: number): void => {
    const { form } = event.currentTarget;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => submit(form, { replace: true, preventScrollReset: true }), pauseMs);
  };

  return (
    <Form method="get" className={classes.bar} preventScrollReset role="search">
      {filters.map((filter) => {
        const value = search.get(filter.name) ?? "";
        // A new key when the address changes the value: the field follows the way back of the browser.
        const shared = { name: filter.name, defaultValue: value, "aria-label": filter.label, size: "sm" };
        if (filter.kind === "search") {
          return (
            <TextInput
              {...shared}
              key={filter.name}
              type="search"
              className={classes.search ?? ""}
              placeholder={filter.label}
              leftSection={<IconSearch size={15} stroke={1.7} aria-hidden />}
              onChange={(event) => apply(event, TYPING_PAUSE_MS)}
            />
          );
        }
        if (filter.kind === "choice") {
          return (
            <NativeSelect
              {...shared}
              key={`${filter.name}=${value}`}
              onChange={(event) => apply(event, 0)}
              data={[{ value: "", label: filter.label }, ...filter.options]}
            />
          );
        }
        return (
          <TextInput
            {...shared}
            key={`${filter.name}=${value}`}
            type={filter.kind}
            onChange={(event) => apply(event, 0)}
          />
        );
      })}
      {keptParameters(search, names)}
      <noscript>
        <Button type="submit" variant="default">
          {t("table.applyFilters")}
        </Button>
      </noscript>
      {on > 0 ? (
        <Link
          to={listHref(search, Object.fromEntries(names.map((name) => [name, null])))}
          className={classes.clear}
          preventScrollReset
        >
          {t("table.clearFilters")}
        </Link>
      ) : null}
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </Form>
  );
}

/** Calls back when somebody goes to another page: what was typed just before must not bring them back to the list. */
function useLeaving(onLeave: () => void): void {
  const { pathname } = useLocation();
  const next = useNavigation().location?.pathname;
  const leaving = next !== undefined && next !== pathname;
  const latest = useRef(onLeave);
  latest.current = onLeave;
  useEffect(() => {
    if (leaving) latest.current();
  }, [leaving]);
  useEffect(() => () => latest.current(), []);
}

/** The order stays when a filter changes; the page does not. */
function keptParameters(search: URLSearchParams, filterNames: readonly string[]): ReactNode[] {
  const dropped = new Set([...filterNames, "after", "before"]);
  return [...search]
    .filter(([name]) => !dropped.has(name))
    .map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}
