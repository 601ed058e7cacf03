export type Kind = 'citizen' | 'professional' | 'operator';

export const homes = { citizen: '/carnet', professional: '/pro', operator: '/exploitation' } as const;

/** Where to go after sign-in: a path of this site under one of its spaces, or else the home of the space. Never another site. */
export function backPath(wanted: unknown, kind: Kind): string {
  const home = homes[kind];
  if (typeof wanted !== 'string' || !/^\/[^/\\]/.test(wanted) || wanted.length > 500) return home;
  const here = 'http://socle.invalid';
  if (!URL.canParse(wanted, here)) return home;
  const url = new URL(wanted, here);
  const inside = url.origin === here && /^\/(carnet|pro|exploitation)(\/|$)/.test(url.pathname);
  return inside ? `${url.pathname}${url.search}${url.hash}` : home;
}
