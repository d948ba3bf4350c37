/** The form engine: a form becomes a program that shows, computes and checks alike in browser and server. Rules: SPEC.md. */
export { masked, maySeeUnmasked, mergeSubmitted, valueFor } from "./access.ts";
export { attachmentsIn } from "./attachments.ts";
export { compileForm, faultsOfForm } from "./compile.ts";
export { formError, formErrors } from "./errors.ts";
export {
  type AddressValue,
  type AttachmentValue,
  type FieldProgram,
  type FieldState,
  type FormContext,
  type FormEnvironment,
  type FormProgram,
  type FormState,
  type FormValue,
  isEmpty,
  type MaskedValue,
  optionsOf,
  type ReferenceValue,
  type SignatureValue,
} from "./program.ts";
export { newRow, rowsOf, stateOf, withDefaults } from "./state.ts";
export { type Acceptance, acceptSubmission, faultsOfState, validateForm } from "./validate.ts";
