import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Form } from "#schema/blueprint/form/schema.ts";
import { useFormat } from "../format/use-format.ts";
import { Steps } from "../steps.tsx";
import classes from "./form-renderer.module.css";
import type { DrawnSection } from "./form-renderer.tsx";
import type { RunningForm } from "./use-form-program.ts";

interface FormStepsProps {
  readonly form: Form;
  readonly running: RunningForm;
  readonly sections: readonly DrawnSection[];
  readonly onLeaveStep: (paths: readonly string[]) => void;
  /** The person tried to send: the step of the first fault is opened. */
  readonly wantsFault: boolean;
}

/** The pages of a form of several steps, one at a time. Without scripts, and for a form of one step, all at once. */
export function FormSteps({ form, running, sections, onLeaveStep, wantsFault }: FormStepsProps) {
  const { t } = useTranslation("forms");
  const { locale } = useFormat();
  const [awake, setAwake] = useState(false);
  useEffect(() => setAwake(true), []);
  const steps = form.steps.filter(({ id }) => sections.some(({ step }) => step === id));
  const [chosen, setChosen] = useState(0);
  const current = Math.min(chosen, Math.max(0, steps.length - 1));
  const top = useRef<HTMLDivElement>(null);

  const stepOf = (path: string): string | undefined => {
    const field = form.fields.find(({ id }) => id === path.split(".")[0]);
    return form.sections.find(({ id }) => id === field?.section)?.step;
  };
  const faulty = (step: string) => [...running.faults.keys()].filter((path) => stepOf(path) === step);

  // Only when the person tries to send, not whenever a fault comes or goes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    const first = steps.findIndex(({ id }) => faulty(id).length > 0);
    if (wantsFault && first >= 0) setChosen(first);
  }, [wantsFault]);

  if (steps.length < 2 || !awake)
    return <div className={classes.form}>{sections.map(({ content }) => content)}</div>;

  const here = steps[current]?.id ?? "";
  const go = (to: number) => {
    setChosen(to);
    top.current?.scrollIntoView({ block: "start" });
    top.current?.focus({ preventScroll: true });
  };
  return (
    <div className={classes.form} ref={top} tabIndex={-1}>
      <Steps
        label={t("steps.label")}
        steps={steps.map(({ label }) => ({ title: label[locale] }))}
        current={current}
        failed={wantsFault && faulty(here).length > 0}
      />
      {sections.filter(({ step }) => step === here).map(({ content }) => content)}
      <div className={classes.buttons}>
        {current > 0 ? (
          <Button variant="default" onClick={() => go(current - 1)}>
            {t("steps.back")}
          </Button>
        ) : null}
        {current < steps.length - 1 ? (
          <Button
            variant="light"
            onClick={() => {
              const open = faulty(here);
              onLeaveStep(open);
              if (open.length === 0) go(current + 1);
            }}
          >
            {t("steps.next")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
