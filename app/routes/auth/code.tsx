import { CodePage } from "./code-page.tsx";
import { codeAction, codeLoader } from "./code-steps.server.ts";

// Signing in by a code to one's telephone.
export const loader = codeLoader("signIn");
export const action = codeAction;
export { codeMeta as meta } from "./code-page.tsx";

export default function SignInByCodePage() {
  return <CodePage way="signIn" />;
}
