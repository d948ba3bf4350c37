import { useTranslation } from "react-i18next";
import { OPERATORS } from "#app/policies/policy.ts";

/** What a role that does a step is called; a role that has no words stands as it is. */
export function useRoleName(): (role: string | null) => string {
  const { t } = useTranslation("cases");
  return (role) => {
    const known = OPERATORS.find((each) => each === role);
    return known === undefined ? (role ?? "–") : t(`role.${known}`);
  };
}
