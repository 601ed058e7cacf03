/** The four exclusive degrees of trust: provisoire, récupérée, validée, qualifiée. Codes of HL7 table 0445 as used in France. */
export const statuses = ['PROV', 'RECUP', 'VALI', 'QUAL'] as const;
export type Status = (typeof statuses)[number];

/** Warnings beside the status: another person has close traits, the identity is in doubt, the person does not exist. */
export const attributes = ['homonyme', 'douteux', 'fictif'] as const;
export type Attribute = (typeof attributes)[number];

export const actions = [
  'hold-matricule',
  'send-matricule',
  'search-by-matricule',
  'deposit',
  'citizen-mailbox',
  'call-insi',
  'edit-strict-traits',
  'edit-used-names',
  'count-document',
  'print-datamatrix',
  'set-homonyme',
  'set-douteux',
  'set-fictif',
] as const;
/**
 * What a status may allow. `send-matricule`: to another domain, with the OID. `citizen-mailbox`: the MSSanté address made of the matricule.
 * `edit-strict-traits`: without a new confirmation by INSi. `count-document`: a document that proves raises the status. `set-…`: that
 * attribute may be added; a doubtful identity may gain the other attributes too, and loses one by a new check only, see `attributes.ts`.
 */
export type Action = (typeof actions)[number];

/** Source: Guide d’implémentation de l’INS, règles 20, 26 and 28; MSSanté référentiel 2 for the address; RNIV 1. */
const allowed: Readonly<Record<Action, readonly Status[]>> = {
  'hold-matricule': ['RECUP', 'QUAL'],
  'send-matricule': ['QUAL'],
  'search-by-matricule': ['QUAL'],
  deposit: ['QUAL'],
  'citizen-mailbox': ['QUAL'],
  'call-insi': ['PROV', 'RECUP', 'VALI', 'QUAL'],
  'edit-strict-traits': ['PROV', 'VALI'],
  'edit-used-names': ['PROV', 'RECUP', 'VALI', 'QUAL'],
  'count-document': ['PROV', 'RECUP', 'VALI', 'QUAL'],
  'print-datamatrix': ['QUAL'],
  'set-homonyme': ['PROV', 'RECUP', 'VALI', 'QUAL'],
  'set-douteux': ['PROV', 'RECUP', 'VALI', 'QUAL'],
  'set-fictif': ['PROV', 'RECUP', 'VALI', 'QUAL'],
};

/** What a doubtful identity is refused although `PROV` allows it: INSi is not asked about it, and no document proves it. */
const notWhenDoubtful: ReadonlySet<Action> = new Set(['call-insi', 'count-document']);

/**
 * Whether an identity of that status and those attributes may be used so.
 * `douteux` and `fictif` leave an identity what `PROV` leaves it, and forbid the call to INSi and the weight of a document; `homonyme` only
 * warns.
 */
export function allows(status: Status, what: Action, having: readonly Attribute[] = []): boolean {
  if (!isDoubtful(having)) return allowed[what].includes(status);
  return !notWhenDoubtful.has(what) && allowed[what].includes('PROV');
}

/** The status that the facts give: INSi knows the person, and the identity was checked with something that proves it. */
export function statusAfter(insiFound: boolean, identityChecked: boolean, having: readonly Attribute[] = []): Status {
  if (isDoubtful(having)) return 'PROV';
  if (insiFound) return identityChecked ? 'QUAL' : 'RECUP';
  return identityChecked ? 'VALI' : 'PROV';
}

/** Source: Guide d’implémentation de l’INS, règle 25. */
export function isDoubtful(having: readonly Attribute[]): boolean {
  return having.includes('douteux') || having.includes('fictif');
}
