import { useTranslation } from "react-i18next";
import classes from "./skip-link.module.css";

export const MAIN_ID = "main";

/** First stop of the keyboard on every page: past the menu to the content. */
export function SkipLink() {
  const { t } = useTranslation("shell");
  return (
    <a href={`#${MAIN_ID}`} className={classes.skip}>
      {t("skipToContent")}
    </a>
  );
}
