/** The cookies of the web spaces. Over https their names carry the prefix by which browsers hold them to this host. */
export interface Cookies {
  readonly session: string;
  /** One per sign-in under way, so that two tabs do not disturb each other. */
  entry(state: string): string;
  read(header: string | undefined, name: string): string | undefined;
  set(name: string, value: string, options: { readonly path: string; readonly maxAge?: number }): string;
  clear(name: string, path: string): string;
}

export function cookiesFor(publicUrl: string): Cookies {
  const secure = publicUrl.startsWith('https:');
  const attributes = (path: string): string => `Path=${path}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    session: secure ? '__Host-socle_session' : 'socle_session',
    entry: (state) => `${secure ? '__Secure-' : ''}socle_entree_${state.slice(0, 8)}`,
    read: (header, name) => {
      for (const pair of (header ?? '').split(';')) {
        const equals = pair.indexOf('=');
        if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
      }
      return undefined;
    },
    set: (name, value, { path, maxAge }) =>
      `${name}=${value}; ${attributes(path)}${maxAge === undefined ? '' : `; Max-Age=${maxAge}`}`,
    clear: (name, path) => `${name}=; ${attributes(path)}; Max-Age=0`,
  };
}
