import { type Identity, type Likeness, natureOf } from '#ins';
import { hexOfRecordId } from '#kernel';

/** An identity as the operator compares it: never its matricule, only whether there is one. */
export function identityAnswer({ record, traits, status, attributes, oid, survivor, linked = [] }: Identity): object {
  return {
    record: hexOfRecordId(record),
    traits,
    status,
    attributes,
    ...(oid === undefined ? {} : { matricule: natureOf(oid) }),
    ...(survivor === undefined ? {} : { survivor: hexOfRecordId(survivor) }),
    linked: linked.length,
  };
}

/** How far two identities agree, trait by trait. */
export function likenessAnswer({ score, level, traits }: Likeness): object {
  return { score, level, traits: traits.map(({ trait, how, points }) => ({ trait, how, points })) };
}

/** The two identities of an act that waits for a second person. */
export function pairAnswer({ survivor, linked, likeness }: { survivor: Identity; linked: Identity; likeness: Likeness }): object {
  return { survivor: identityAnswer(survivor), linked: identityAnswer(linked), likeness: likenessAnswer(likeness) };
}
