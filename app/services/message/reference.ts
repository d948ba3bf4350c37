/** By what a gateway knows a message: its id, and the round once a person has sent it anew. */
export function referenceOf(messageId: string, round: number): string {
  return `${messageId.replaceAll("-", "")}${round === 0 ? "" : `-${round}`}`;
}

/** The other way round; undefined: no reference of ours. */
export function openReference(reference: string): { messageId: string; round: number } | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})(?:-(\d{1,4}))?$/.exec(
    reference,
  );
  if (parts === null) return undefined;
  return { messageId: parts.slice(1, 6).join("-"), round: Number(parts[6] ?? 0) };
}
