import { useTranslation } from "react-i18next";
import { IconCheck } from "./icons.ts";
import classes from "./steps.module.css";

interface StepsProps {
  readonly label: string;
  readonly steps: readonly { readonly title: string; readonly note?: string }[];
  /** Index of the step under way; equal to the number of steps when all are done. */
  readonly current: number;
  readonly failed?: boolean;
}

/** Where in a fixed sequence something stands. */
export function Steps({ label, steps, current, failed = false }: StepsProps) {
  const { t } = useTranslation("components");
  return (
    <ol className={classes.list} aria-label={label}>
      {steps.map(({ title, note }, index) => {
        const state = index < current ? "done" : index > current ? "ahead" : failed ? "failed" : "current";
        return (
          <li
            key={title}
            className={classes.step}
            data-state={state}
            aria-current={index === current ? "step" : undefined}
          >
            <span className={classes.mark} aria-hidden>
              {state === "done" ? <IconCheck size={13} stroke={2.4} /> : index + 1}
            </span>
            <span className={classes.words}>
              <span className={classes.title}>
                {title}
                <span className="m-visually-hidden">{t(`steps.${state}`)}</span>
              </span>
              {note ? <span className={classes.note}>{note}</span> : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
