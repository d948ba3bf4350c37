import { useEffect, useState } from "react";

interface LiveOptions<Value> {
  /** Address of an event stream (`eventStream`) whose messages are values. */
  readonly url: string;
  /** What the loader already knew. */
  readonly initial: Value;
  /** True when nothing more will change: the stream is closed. */
  readonly isFinal: (value: Value) => boolean;
}

export interface Live<Value> {
  readonly value: Value;
  /** False while the connection is lost; the browser tries again by itself. */
  readonly connected: boolean;
}

/** Follows a value on the server by server-sent events, from what the loader knew to its last state. */
export function useLive<Value>({ url, initial, isFinal }: LiveOptions<Value>): Live<Value> {
  const [value, setValue] = useState(initial);
  const [connected, setConnected] = useState(true);
  const final = isFinal(value);
  useEffect(() => {
    if (final) return;
    const source = new EventSource(url);
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    source.onmessage = (message: MessageEvent<string>) => setValue(JSON.parse(message.data) as Value);
    return () => source.close();
  }, [url, final]);
  return { value, connected };
}
