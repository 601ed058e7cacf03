import type { Concept } from './concept.ts';

/** Code system OID, then its codes with their French labels. */
export type CodeTable = Readonly<Record<string, readonly (readonly [code: string, label: string, ...rest: string[]])[]>>;

/** An index of a code list: by code and system, and by code alone (the first system wins). */
export interface Index {
  readonly exact: ReadonlyMap<string, Concept>;
  readonly byCode: ReadonlyMap<string, Concept>;
}

export function indexOf(...tables: readonly CodeTable[]): Index {
  const exact = new Map<string, Concept>();
  const byCode = new Map<string, Concept>();
  for (const table of tables)
    for (const [system, rows] of Object.entries(table))
      for (const [code, display] of rows) {
        const concept = { code, system, display };
        exact.set(`${system}|${code}`, concept);
        if (!byCode.has(code)) byCode.set(code, concept);
      }
  return { exact, byCode };
}
