/** What the overlay uses of the extension API. The native object: the polyfill would cost 10 kB on every page. */
export interface Port {
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listen: (message: unknown) => void): void };
  onDisconnect: { addListener(listen: () => void): void };
}

export interface Runtime {
  /** Undefined once the extension has been reloaded or removed under the page. */
  readonly id?: string;
  connect(info: { name: string }): Port;
  readonly lastError?: unknown;
}

export function runtime(): Runtime {
  const scope = globalThis as unknown as { browser?: { runtime: Runtime }; chrome: { runtime: Runtime } };
  return (scope.browser ?? scope.chrome).runtime;
}

/** False for an orphan. Asking throws in some browsers when the context is gone. */
export function alive(api: Runtime): boolean {
  try {
    return api.id !== undefined;
  } catch {
    return false;
  }
}
