import { CodePage } from "./code-page.tsx";
import { codeAction, codeLoader } from "./code-steps.server.ts";

// Taking over an account by its number and the telephone that the utility has on file.
export const loader = codeLoader("claim");
export const action = codeAction;
export { codeMeta as meta } from "./code-page.tsx";

export default function ClaimPage() {
  return <CodePage way="claim" />;
}
