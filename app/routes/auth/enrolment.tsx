import { useTranslation } from "react-i18next";
import type { Enrolment as EnrolmentData } from "#app/services/identity/second-factor/totp.ts";
import classes from "./factor.module.css";

/** What the authenticator is given: a picture to scan, or the key to type. */
export function Enrolment({ enrolment }: { enrolment: EnrolmentData }) {
  const { t } = useTranslation("auth");
  const { size, path } = enrolment.picture;
  return (
    <div className={classes.enrolment}>
      <p className={classes.step}>{t("factor.scan")}</p>
      <a href={enrolment.uri} className={classes.picture}>
        <svg
          viewBox={`0 0 ${size} ${size}`}
          shapeRendering="crispEdges"
          role="img"
          aria-label={t("factor.picture")}
        >
          <title>{t("factor.picture")}</title>
          <rect width={size} height={size} fill="#fff" />
          <path d={path} fill="#000" />
        </svg>
      </a>
      <p className={classes.quiet}>{t("factor.manual")}</p>
      <p className={classes.key} translate="no">
        {enrolment.key}
      </p>
      <p className={classes.step}>{t("factor.enter")}</p>
    </div>
  );
}
