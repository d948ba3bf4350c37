import { Link } from "@remix-run/react";
import { usePageRoot } from "../page-root.ts";
import { tenantPath } from "../tenant-path.ts";
import classes from "./brand-mark.module.css";

interface BrandMarkProps {
  /** Page that the mark leads to, inside the utility. */
  readonly to: string;
  /** Words beside the name: the area, e.g. "Console". */
  readonly area?: string;
}

/** Logo and name of the utility, or of the platform on pages without one; leads to the start of the area. */
export function BrandMark({ to, area }: BrandMarkProps) {
  const { tenant, locale } = usePageRoot();
  const name = tenant ? tenant.shortName[locale] : "Manifold";
  return (
    <Link to={tenantPath(tenant?.base ?? "", to)} className={classes.mark}>
      <Logo name={name} url={tenant ? tenant.logoUrl : "/favicon.svg"} />
      <span className={classes.words}>
        <span className={classes.name}>{name}</span>
        {area ? <span className={classes.area}>{area}</span> : null}
      </span>
    </Link>
  );
}

interface LogoProps {
  readonly name: string;
  readonly url: string | null;
  readonly size?: number;
  readonly color?: string;
}

/** The logo itself; without one, the first letter of the name on the brand's colour. Decorative: the name stands beside it. */
export function Logo({ name, url, size = 28, color }: LogoProps) {
  if (url) return <img src={url} alt="" width={size} height={size} className={classes.logo} />;
  return (
    <span
      aria-hidden
      className={classes.letter}
      style={{ width: size, height: size, fontSize: size * 0.5, ...(color ? { background: color } : {}) }}
    >
      {[...name][0]}
    </span>
  );
}
