import type { Sentence } from '#kernel';
import { conceptsOf } from '#terminology';

/** The authorisation table (matrice d'habilitation): which professions read which types of documents. */
export interface Authorisation {
  /** Types that the profession (TRE_G15) does not read; undefined when the table does not know it, and it reads its own alone. */
  denied(profession: string): readonly string[] | undefined;
  /** Where the table comes from, for people. */
  readonly source: Sentence;
  /** Whether who loaded it says that it is the official one. Socle's own never is. */
  readonly official: boolean;
  /** Of what is said in it: two tables of one digest say the same. */
  readonly digest: string;
  /** Undefined for Socle's own. */
  readonly loadedAt?: Date;
}

/** By profession, the types that it reads (JDV_J07). */
export type Allowed = ReadonlyMap<string, ReadonlySet<string>>;

/** For each profession of the table, the known types that it is not allowed. */
export function deniedBy(allowed: Allowed): Authorisation['denied'] {
  const types = conceptsOf('documentType').map(({ code }) => code);
  const denied = new Map([...allowed].map(([profession, read]) => [profession, types.filter((type) => !read.has(type))]));
  return (profession) => denied.get(profession);
}
