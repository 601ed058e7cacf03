/** Who a record is about: matricule INS, identity traits, trust status; the port to INSi. Start with `open.ts`. */
export { parseAttributes } from './attributes.ts';
export type { BatchOutcome } from './batch.ts';
export type { SearchQuery, SearchResult } from './byTraits.ts';
export { type Arrival, arrivalOf, type Circumstance, circumstances, isCircumstance, noGivenYet } from './circumstance.ts';
export type { NewIdentity } from './create.ts';
export { datamatrixOf, insCodeOf, insDatamatrixPng, insDatamatrixSvg, type Modules } from './datamatrix/draw.ts';
export { type CodeRead, parseInsDatamatrix } from './datamatrix/parse.ts';
export type { Scanned } from './datamatrix/scan.ts';
export { type CodedIdentity, writeInsDatamatrix } from './datamatrix/write.ts';
export { lookTopic } from './desk.ts';
export { type SeenTraits, type TraitName, traitDifferences } from './differences.ts';
export { type Evidence, type IdentityDocument, identityDocuments, isIdentityDocument } from './evidence.ts';
export type { IdentityHistory, IdentityVersion, PastMatricule } from './history.ts';
export type { Identity } from './identity.ts';
export { insMigrations } from './ins.schema.ts';
export { type Insi, type InsiAnswer, type InsiIdentity, type InsiQuestion, type InsiTraits, insiBatch } from './insi.ts';
export {
  type Decision,
  type Kin,
  type Link,
  type Links,
  type PageOf,
  type PairItem,
  type PairKind,
  pairKinds,
  type ReadItem,
} from './links/index.ts';
export type { LocalIdentifier, LocalIdentifiers } from './localIdentifiers.ts';
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
export { openReverification, type Reverification, type ReverificationGround } from './reverify.ts';
export { isSurely } from './sameTraits.ts';
export { type Action, type Attribute, actions, allows, attributes, type Status, statusAfter, statuses } from './status.ts';
export { parseTraits, type Sex, type Traits } from './traits.ts';
export type { Outcome, Verification } from './verify.ts';
export type { Vigilance } from './vigilance.ts';
export { isWorkKind, type Work, type WorkItem, type WorkKind, type WorkPage, workKinds } from './work/index.ts';
