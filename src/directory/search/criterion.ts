/** How a text is compared: from its beginning or anywhere, without accents and capitals; or exactly as it is written. */
export type TextTest = 'begins' | 'contains' | 'exact';

/** What is found of a person, a place or a situation. Of several values any may hold; of several criteria all must. */
export type Criterion =
  /** Identifiers: `8`+RPPS; of a structure; the key of a situation. */
  | { readonly of: 'id'; readonly values: readonly string[] }
  /** `name` of a person: each word begins one of their names. */
  | { readonly of: 'name' | 'family' | 'given' | 'town' | 'line'; readonly test: TextTest; readonly values: readonly string[] }
  /** By its first digits. */
  | { readonly of: 'postcode' | 'commune' | 'siret'; readonly values: readonly string[] }
  | { readonly of: 'mailbox'; readonly test: TextTest; readonly values: readonly string[] }
  /** PER, ORG, APP, CAB. */
  | { readonly of: 'mailboxType'; readonly values: readonly string[] }
  /** Codes of a profession, a skill, a diploma or an authorization. */
  | { readonly of: 'qualification'; readonly values: readonly string[] }
  /** Codes of how (mode), as what (role) and in which kind of activity (genre, section) somebody works. */
  | { readonly of: 'role'; readonly values: readonly string[] }
  /** Of a structure: its sector (SA01…) or category (355…), GEOGRAPHICAL-ENTITY or LEGAL-ENTITY. */
  | { readonly of: 'type'; readonly values: readonly string[] }
  | { readonly of: 'partOf' | 'professional' | 'structure'; readonly values: readonly string[] }
  | { readonly of: 'source'; readonly values: readonly ('RPPS' | 'FINESS')[] }
  | { readonly of: 'active'; readonly value: boolean }
  /** A `tstzmultirange`. */
  | { readonly of: 'updated'; readonly range: string }
  /** The person, or the place, of a situation. */
  | { readonly of: 'person' | 'place'; readonly all: readonly Criterion[] }
  /** By the authority that registered them: CNOM, ARS… */
  | { readonly of: 'authority'; readonly values: readonly string[] }
  /** Structures that have a number of this kind. */
  | { readonly of: 'numbered'; readonly values: readonly ('FINEG' | 'FINEJ' | 'SIREN' | 'SIRET' | 'RPPSRG')[] }
  | { readonly of: 'either'; readonly any: readonly Criterion[] }
  /** What cannot be: an identifier of a system that is not kept here. */
  | { readonly of: 'nothing' };

/** What is sought. */
export type Sought = 'person' | 'place' | 'situation';

export interface PageWish {
  readonly limit: number;
  /** The last one of the page before. */
  readonly after?: string;
}

/** Criteria that leave few enough: what matches is found first, and then put in order. */
export function isNarrow(all: readonly Criterion[]): boolean {
  return all.some((one) => {
    switch (one.of) {
      case 'id':
      case 'postcode':
      case 'siret':
      case 'mailbox':
      case 'partOf':
      case 'professional':
      case 'structure':
      case 'nothing':
        return true;
      case 'name':
      case 'family':
      case 'given':
      case 'town':
      case 'line':
        return one.values.every((value) => value.length >= 3);
      case 'either':
        return one.any.every((part) => isNarrow([part]));
      case 'person':
      case 'place':
        return isNarrow(one.all);
      default:
        return false;
    }
  });
}
