import type { JsonValue } from "#plugins/sdk/values.ts";

/** For whom a capability is used: the port opens the tenant's scope with it. */
export interface CapabilityCall {
  readonly tenantId: string;
  readonly pluginId: string;
  readonly pluginVersion: string;
  readonly signal: AbortSignal;
}

export interface RecordQuery {
  readonly form: string;
  readonly fields: readonly string[];
  /** Field → value that it must equal; only granted fields can be asked for. */
  readonly where: Readonly<Record<string, string | number | boolean>>;
  readonly limit: number;
  /** Keyset cursor of the page before. */
  readonly after: string | undefined;
}

export interface RecordPage {
  readonly rows: readonly Readonly<Record<string, JsonValue>>[];
  readonly next: string | undefined;
}

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly timeoutMs: number;
  readonly responseBytesMax: number;
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * How capabilities reach the world. The app fills these in the process that calls the plugin, so the sandbox process
 * itself holds no database, no secret and no network client. A port left out makes its capability answer "not
 * available here".
 */
export interface SandboxPorts {
  readonly records: { read(call: CapabilityCall, query: RecordQuery): Promise<RecordPage> };
  readonly storage: {
    get(call: CapabilityCall, key: string): Promise<JsonValue | undefined>;
    /** Must refuse when the plugin's storage at this tenant would grow beyond `bytesMax`. */
    put(call: CapabilityCall, key: string, value: JsonValue, bytesMax: number): Promise<void>;
  };
  readonly secrets: {
    has(call: CapabilityCall, name: string): Promise<boolean>;
    /** The value, for the host's own use in a request; it never enters an isolate. */
    reveal(call: CapabilityCall, name: string): Promise<string | undefined>;
  };
  readonly http: { fetch(request: HttpRequest): Promise<HttpResponse> };
}
