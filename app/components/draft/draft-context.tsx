import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import type { Frame } from "#app/services/draft/open-frame.ts";
import type { Problem } from "#schema/blueprint/problem.ts";
import { usePageRoot } from "../page-root.ts";
import { useTenantHref } from "../tenant-path.ts";
import { type DraftSnapshot, DraftStore } from "./draft-store.ts";
import { type Contents, contentsOf, type DraftItem, draftItem, draftItems } from "./effective.ts";

export interface FrameData extends Frame {
  readonly person: { readonly id: string; readonly name: string };
  readonly canEdit: boolean;
}

/** The draft for the pages of the designer. */
export interface DraftView extends DraftSnapshot {
  readonly frame: FrameData;
  readonly upper: Contents;
  readonly items: readonly DraftItem[];
  /** Undefined until scripts run. */
  readonly store: DraftStore | undefined;
  /** Something may be changed: the draft is here, and the person has the right. */
  readonly canChange: boolean;
  readonly problems: readonly Problem[];
  itemOf(kind: string, key: string): DraftItem | undefined;
  kindWords(kind: string): string;
}

const Context = createContext<DraftView | undefined>(undefined);

export function useDraft(): DraftView {
  const draft = useContext(Context);
  if (!draft) throw new Error("This part belongs into the designer's frame");
  return draft;
}

const ENDED = ["refused", "closed"];
const NOTHING = (): (() => void) => () => {};

export function DraftProvider(props: {
  readonly frame: FrameData;
  readonly problems: readonly Problem[];
  readonly children: ReactNode;
}) {
  const { frame, problems, children } = props;
  const { locale } = usePageRoot();
  const upper = useMemo(() => contentsOf(frame.upper), [frame.upper]);
  const store = useDraftStore(frame, upper);
  const begun = useMemo((): DraftSnapshot => snapshotOf(frame), [frame]);
  const live = useSyncExternalStore(
    store?.subscribe ?? NOTHING,
    store?.snapshot ?? (() => begun),
    () => begun,
  );
  // Until the document is here the page shows what the server sent.
  const snapshot = live.ready ? live : { ...begun, state: live.state };
  const { own } = snapshot;
  const items = useMemo(() => draftItems(own, upper), [own, upper]);
  const view = useMemo((): DraftView => {
    const words = new Map(frame.kinds.map(({ kind, label }) => [kind, label[locale]]));
    return {
      ...snapshot,
      frame,
      upper,
      items,
      store,
      problems,
      canChange: snapshot.ready && snapshot.state.canEdit && !ENDED.includes(snapshot.state.status),
      itemOf: (kind, key) => draftItem(own, upper, kind, key),
      kindWords: (kind) => words.get(kind) ?? kind,
    };
  }, [snapshot, frame, upper, items, store, problems, own, locale]);
  return <Context.Provider value={view}>{children}</Context.Provider>;
}

function useDraftStore(frame: FrameData, upper: Contents): DraftStore | undefined {
  const [store, setStore] = useState<DraftStore>();
  const href = useTenantHref();
  const { draftId, person, canEdit, baseRelease } = frame;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the window keeps its document as long as the draft is the same.
  useEffect(() => {
    const made = new DraftStore({
      draftId,
      personId: person.id,
      canEdit,
      baseRelease,
      upper,
      url: `${window.location.origin.replace(/^http/, "ws")}${href("api/draft")}`,
      isSignedIn: async () => (await fetch(href("api/trpc/session.listOwn"))).status !== 401,
    });
    setStore(made);
    const again = (): void => made.client.connectNow();
    const leave = (): void => made.client.disconnect();
    window.addEventListener("online", again);
    window.addEventListener("offline", leave);
    return () => {
      window.removeEventListener("online", again);
      window.removeEventListener("offline", leave);
      made.destroy();
    };
  }, [draftId, person.id]);
  return store;
}

function snapshotOf(frame: FrameData): DraftSnapshot {
  return {
    own: contentsOf(frame.items),
    threads: [],
    canUndo: false,
    canRedo: false,
    ready: false,
    state: {
      status: "connecting",
      synced: false,
      unsaved: false,
      canEdit: frame.canEdit,
      baseRelease: frame.baseRelease,
      me: undefined,
      others: [],
      reason: undefined,
    },
  };
}
