/** Sends the newest of what is to be kept, one call at a time: pure but for the call. */

export type LineState = 'idle' | 'sending' | 'kept' | 'failed';

export interface Line<T> {
  put: (content: T) => void;
  /** Forgets what waits; the call under way still ends. */
  stop: () => void;
}

/** `send` gets the content and the version that was seen, and gives the new version. Nothing is sent after a failure until the next `put`. */
export function makeLine<T>(version: number, send: (content: T, version: number) => Promise<number>, tell: (state: LineState, fault?: unknown) => void): Line<T> {
  let seen = version;
  let next: { content: T } | undefined;
  let busy = false;
  let stopped = false;
  const drain = async () => {
    busy = true;
    try {
      while (next && !stopped) {
        const { content } = next;
        next = undefined;
        tell('sending');
        seen = await send(content, seen);
      }
      if (!stopped) tell('kept');
    } catch (fault) {
      next = undefined;
      if (!stopped) tell('failed', fault);
    } finally {
      busy = false;
    }
  };
  return {
    put: (content) => {
      if (stopped) return;
      next = { content };
      if (!busy) void drain();
    },
    stop: () => {
      stopped = true;
      next = undefined;
    },
  };
}
