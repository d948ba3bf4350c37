import { CodePage, codeAction, codeLoader } from "./code-page.tsx";

// Signing in by a code to one's telephone.
export const loader = codeLoader("signIn");
export const action = codeAction;
export { codeMeta as meta } from "./code-page.tsx";

export default function SignInByCodePage() {
  return <CodePage way="signIn" />;
}
