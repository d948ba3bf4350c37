import { compileForm, type FormProgram } from "#engines/forms/index.ts";
import type { Form } from "#schema/blueprint/form/schema.ts";

const programs = new WeakMap<Form, FormProgram>();

/** The program of a form that stands on the page, compiled once. Its release has checked it already. */
export function programFor(form: Form): FormProgram {
  let program = programs.get(form);
  if (program === undefined) {
    program = compileForm(form);
    programs.set(form, program);
  }
  return program;
}
