// A typed event emitter with the methods of Node's EventEmitter that pages use.

/** The arguments of each event's listeners, by the event's name. */
type EventMap<E> = { [K in keyof E]: unknown[] };

type Listener<A extends unknown[]> = (...args: A) => void;

export class Emitter<E extends EventMap<E>> {
  private readonly listeners = new Map<keyof E, { listener: unknown; call: unknown }[]>();

  on<K extends keyof E>(event: K, listener: Listener<E[K]>): this {
    return this.add(event, listener, listener);
  }

  /** Like `on`, but removes the listener before its first call. */
  once<K extends keyof E>(event: K, listener: Listener<E[K]>): this {
    return this.add(event, listener, (...args) => {
      this.off(event, listener);
      listener(...args);
    });
  }

  off<K extends keyof E>(event: K, listener: Listener<E[K]>): this {
    const all = this.listeners.get(event) ?? [];
    const index = all.findLastIndex((entry) => entry.listener === listener);
    this.listeners.set(
      event,
      all.filter((_, i) => i !== index),
    );
    return this;
  }

  addListener<K extends keyof E>(event: K, listener: Listener<E[K]>): this {
    return this.on(event, listener);
  }

  removeListener<K extends keyof E>(event: K, listener: Listener<E[K]>): this {
    return this.off(event, listener);
  }

  /** Removes the listeners of one event, or of all. */
  removeAllListeners(event?: keyof E): this {
    if (event === undefined) this.listeners.clear();
    else this.listeners.delete(event);
    return this;
  }

  listenerCount(event: keyof E): number {
    return this.listeners.get(event)?.length ?? 0;
  }

  /** Calls the listeners. One that throws stops neither the others nor the client; its error is reported as uncaught. */
  protected emit<K extends keyof E>(event: K, ...args: E[K]): void {
    for (const { call } of [...(this.listeners.get(event) ?? [])]) {
      try {
        (call as Listener<E[K]>)(...args);
      } catch (e) {
        queueMicrotask(() => {
          throw e;
        });
      }
    }
  }

  private add<K extends keyof E>(event: K, listener: Listener<E[K]>, call: Listener<E[K]>): this {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), { listener, call }]);
    return this;
  }
}
