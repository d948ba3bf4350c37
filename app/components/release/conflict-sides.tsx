import { useTranslation } from "react-i18next";
import type { Words } from "#engines/kernel/errors.ts";
import { usePageRoot } from "../page-root.ts";
import { Sides } from "./sides.tsx";

/** A conflict of an upgrade as it comes over the wire. */
export interface ShownConflict {
  readonly id: string;
  readonly reason: "changed" | "gone" | "locked" | "removed" | "taken";
  readonly item: string;
  readonly path: string;
  readonly base: unknown;
  readonly theirs: unknown;
  readonly mine: unknown;
  readonly choices: readonly ("mine" | "theirs")[];
  readonly lock: Words | null;
}

/** The three values of a field side by side: as it was above, as it is above now, and as it is here. */
export function ConflictSides({ conflict }: { readonly conflict: ShownConflict }) {
  const { t } = useTranslation("releases");
  const { locale } = usePageRoot();
  const { reason, item, path, base, theirs, mine, lock } = conflict;
  return (
    <Sides
      item={item}
      path={path}
      badge={t(`upgrade.reason.${reason}`)}
      note={lock?.[locale]}
      sides={[
        { title: t("upgrade.base"), value: base },
        { title: t("upgrade.theirs"), value: theirs },
        { title: t("upgrade.mine"), value: mine },
      ]}
    />
  );
}
