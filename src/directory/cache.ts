/** Entries read again and again, for a short time: bounded in number and in age, so that a change made by another server shows. */
export interface Cache<V> {
  get(key: string, load: () => Promise<V | undefined>): Promise<V | undefined>;
  forget(): void;
}

/** The least recently loaded entry leaves first. Absence is not kept: a professional just registered is found at once. */
export function openCache<V>(size: number, seconds: number, now: () => number): Cache<V> {
  const kept = new Map<string, { readonly value: V; readonly until: number }>();
  return {
    async get(key, load) {
      const found = kept.get(key);
      if (found !== undefined && found.until > now()) return found.value;
      const value = await load();
      kept.delete(key);
      if (value === undefined) return undefined;
      if (kept.size >= size) kept.delete(kept.keys().next().value ?? '');
      kept.set(key, { value, until: now() + seconds * 1000 });
      return value;
    },
    forget: () => kept.clear(),
  };
}
