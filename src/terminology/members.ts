/** Whether a code is in a value set; `unknown` when the value set or a code system it draws from is not here, or not whole. */
export type Membership = 'in' | 'out' | 'unknown';

/** The codes of one system that are in a set. */
export interface Extent {
  /** Codes that are in, with the name that the value set gives them where it gives one. */
  readonly listed: ReadonlyMap<string, unknown>;
  /** What is to be said of a code that is not listed; without it, that it is out. */
  readonly beyond?: (code: string) => Membership;
  /** The code as its system writes it, for a system to which case does not matter. */
  readonly canonicalCode?: (code: string) => string;
}

/** A compiled set of codes: a value set, or a part of one. */
export interface Members {
  readonly systems: ReadonlyMap<string, Extent>;
  /** Codes of any other system may be in it: a part of it is not known at all. */
  readonly open: boolean;
  /** The systems and value sets that keep it from being listed whole. */
  readonly unlisted: ReadonlySet<string>;
}

export const nobody: Members = { systems: new Map(), open: false, unlisted: new Set() };

/** A set of which nothing is known, because of this. */
export function unknownSet(because: string): Members {
  return { systems: new Map(), open: true, unlisted: new Set([because]) };
}

export function ofOneSystem(system: string, extent: Extent, unlisted: readonly string[] = []): Members {
  return { systems: new Map([[system, extent]]), open: false, unlisted: new Set(unlisted) };
}

/** Two hash look-ups for a code that is listed. */
export function has(members: Members, system: string, code: string): Membership {
  const extent = members.systems.get(system);
  return extent === undefined ? (members.open ? 'unknown' : 'out') : hasInExtent(extent, code, members.open);
}

/** For an element of type `code`, which has no system of its own: in, when any system of the set has it. */
export function hasInAny(members: Members, code: string): Membership {
  let answer: Membership = members.open ? 'unknown' : 'out';
  for (const extent of members.systems.values()) {
    const here = hasInExtent(extent, code, false);
    if (here === 'in') return 'in';
    if (here === 'unknown') answer = 'unknown';
  }
  return answer;
}

function hasInExtent({ listed, beyond, canonicalCode }: Extent, code: string, open: boolean): Membership {
  if (listed.has(code)) return 'in';
  const written = canonicalCode === undefined ? code : canonicalCode(code);
  if (written !== code && listed.has(written)) return 'in';
  return or(beyond === undefined ? 'out' : beyond(written), open ? 'unknown' : 'out');
}

export function union(parts: readonly Members[]): Members {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const systems = new Map<string, Extent>();
  for (const system of new Set(parts.flatMap((part) => [...part.systems.keys()]))) {
    const extents = parts.flatMap((part) => part.systems.get(system) ?? []);
    systems.set(system, merge(extents));
  }
  return { systems, open: parts.some((part) => part.open), unlisted: new Set(parts.flatMap((part) => [...part.unlisted])) };
}

function merge(extents: readonly Extent[]): Extent {
  const [first = { listed: new Map() }] = extents;
  if (extents.length === 1) return first;
  const listed = new Map<string, unknown>();
  for (const extent of extents) for (const [code, name] of extent.listed) if (!listed.has(code)) listed.set(code, name);
  const beyonds = extents.flatMap(({ beyond }) => beyond ?? []);
  return extentOf(
    listed,
    beyonds.length === 0 ? undefined : (code) => beyonds.map((beyond) => beyond(code)).reduce(or),
    extents.find(({ canonicalCode }) => canonicalCode !== undefined)?.canonicalCode,
  );
}

/** In both. */
export function intersection(a: Members, b: Members): Members {
  return narrowed(a, b, (system, code) => has(b, system, code), a.open && b.open);
}

/** In the first and not in the second. */
export function difference(a: Members, b: Members): Members {
  if (!b.open && [...b.systems.keys()].every((system) => !a.systems.has(system)) && !a.open) return a;
  return narrowed(a, b, (system, code) => not(has(b, system, code)), a.open);
}

/** Of `a` what `also` says yes to; where either is not sure, neither is the result. */
function narrowed(a: Members, b: Members, also: (system: string, code: string) => Membership, open: boolean): Members {
  const systems = new Map<string, Extent>();
  for (const system of new Set([...a.systems.keys(), ...(a.open ? b.systems.keys() : [])])) {
    const mine = a.systems.get(system);
    const listed = new Map<string, unknown>();
    let sure = !a.open && mine?.beyond === undefined;
    for (const [code, name] of mine?.listed ?? []) {
      const answer = also(system, code);
      if (answer === 'in') listed.set(code, name);
      if (answer === 'unknown') sure = false;
    }
    const beyond = (code: string): Membership => and(has(a, system, code), also(system, code));
    systems.set(system, extentOf(listed, sure ? undefined : beyond, (mine ?? b.systems.get(system))?.canonicalCode));
  }
  return { systems, open, unlisted: new Set([...a.unlisted, ...b.unlisted]) };
}

/** Leaves out what is not there. */
export function extentOf(
  listed: ReadonlyMap<string, unknown>,
  beyond: Extent['beyond'],
  canonicalCode: Extent['canonicalCode'],
): Extent {
  return {
    listed,
    ...(beyond === undefined ? {} : { beyond }),
    ...(canonicalCode === undefined ? {} : { canonicalCode }),
  };
}

function or(a: Membership, b: Membership): Membership {
  return a === 'in' || b === 'in' ? 'in' : a === 'unknown' || b === 'unknown' ? 'unknown' : 'out';
}

function and(a: Membership, b: Membership): Membership {
  return a === 'out' || b === 'out' ? 'out' : a === 'unknown' || b === 'unknown' ? 'unknown' : 'in';
}

function not(a: Membership): Membership {
  return a === 'in' ? 'out' : a === 'out' ? 'in' : 'unknown';
}
