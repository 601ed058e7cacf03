/** Who a record is about: matricule INS, identity traits, trust status; the port to INSi. Start with `open.ts`. */
export type { SearchQuery, SearchResult } from './byTraits.ts';
export type { NewIdentity } from './create.ts';
export { lookTopic } from './desk.ts';
export { type SeenTraits, type TraitName, traitDifferences } from './differences.ts';
export { type Evidence, type IdentityDocument, identityDocuments, isIdentityDocument } from './evidence.ts';
export type { Identity } from './identity.ts';
export { insMigrations } from './ins.schema.ts';
export type { Insi, InsiAnswer, InsiIdentity, InsiTraits } from './insi.ts';
export {
  type Decision,
  type Kin,
  type Link,
  type Links,
  type PageOf,
  type PairKind,
  pairKinds,
  type ReadItem,
  type WorkItem,
} from './links/index.ts';
export {
  type Agreement,
  type Compared,
  type ComparedTrait,
  comparedOf,
  compareIdentities,
  keysOf,
  type Level,
  type Likeness,
  type Lookalike,
  soundOf,
  type TraitLikeness,
} from './matching/index.ts';
export { type Matricule, type MatriculeOptions, matriculeKey, parseMatricule, withoutMatricules } from './matricule.ts';
export { beginsNames, normalisedName } from './name.ts';
export { type InsNature, type InsOid, insOids, isFictitiousDomain, natureOf, parseInsOid } from './oid.ts';
export { type Ins, type InsOptions, openIns } from './open.ts';
export { formatMatricule, type PresentedIdentity, type PresentedTrait, presentIdentity } from './present.ts';
export { type Action, type Attribute, actions, allows, attributes, type Status, statusAfter, statuses } from './status.ts';
export { parseTraits, type Sex, type Traits } from './traits.ts';
