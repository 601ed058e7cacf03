import { Refusal } from '#kernel';
import { type Evidence, identityChecked } from './evidence.ts';
import type { Identity } from './identity.ts';
import { type Attribute, attributes, isDoubtful, statusAfter } from './status.ts';

/** What a change of attributes comes to. */
export interface Marked {
  readonly attributes: readonly Attribute[];
  readonly added: readonly Attribute[];
  readonly lifted: readonly Attribute[];
  /**
   * `none`: the status stays. `hide`: to PROV, and the matricule is shown no more. `recheck`: the doubt is lifted, the status follows from
   * the new check and from INSi.
   */
  readonly effect: 'none' | 'hide' | 'recheck';
}

/** Reads attributes that come from outside: each known, each once, in the order of {@link attributes}. Refuses `ins.unknown-attribute`. */
export function parseAttributes(given: unknown): readonly Attribute[] {
  const named: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (named.some((one) => !attributes.includes(one as Attribute))) throw unknownAttribute();
  return attributes.filter((one) => named.includes(one));
}

/**
 * What follows when an identity is to carry exactly these attributes. Pure. `douteux` and `fictif` bring any identity down to PROV and
 * hide its matricule; they are lifted only with a document that proves the identity, shown anew. `homonyme` comes and goes freely.
 *
 * Refuses `ins.nothing-changed`, and `ins.new-check-needed` when a doubt is lifted without such a document. Source: RNIV 1, attributes;
 * Guide d’implémentation de l’INS, règle 25; every cell in `attributes.test.ts`.
 */
export function markedWith(identity: Pick<Identity, 'attributes'>, wished: readonly Attribute[], evidence: Evidence): Marked {
  const before = identity.attributes;
  const after = attributes.filter((one) => wished.includes(one));
  const added = after.filter((one) => !before.includes(one));
  const lifted = attributes.filter((one) => before.includes(one) && !after.includes(one));
  if (added.length === 0 && lifted.length === 0) throw nothingChanged();
  const lifts = isDoubtful(before) && !isDoubtful(after);
  if (lifts && !identityChecked(evidence)) throw newCheckNeeded();
  const hides = isDoubtful(after) && !isDoubtful(before);
  return { attributes: after, added, lifted, effect: lifts ? 'recheck' : hides ? 'hide' : 'none' };
}

/** The status of the facts that a change of attributes rests on. */
export function statusWith(marked: Marked, before: Identity, insiConfirms: boolean, evidence: Evidence): Identity['status'] {
  if (marked.effect === 'none') return before.status;
  return statusAfter(insiConfirms, identityChecked(evidence), marked.attributes);
}

function unknownAttribute(): Refusal {
  return new Refusal(
    'ins.unknown-attribute',
    {
      fr: 'Attribut inconnu : attendu homonyme, douteux ou fictif.',
      en: 'Unknown attribute: expected homonyme, douteux or fictif.',
    },
    { source: 'RNIV 1, attributs', at: 'attributes' },
  );
}

function nothingChanged(): Refusal {
  return new Refusal('ins.nothing-changed', {
    fr: 'L’identité porte déjà ces attributs ; rien n’a été modifié.',
    en: 'The identity carries these attributes already; nothing was changed.',
  });
}

function newCheckNeeded(): Refusal {
  return new Refusal(
    'ins.new-check-needed',
    {
      fr: 'Un doute se lève avec un nouveau contrôle : indiquez la pièce d’identité à haut niveau de confiance qui vient d’être vérifiée.',
      en: 'A doubt is lifted by a new check: name the identity document of a high degree of trust that was just verified.',
    },
    { source: 'RNIV 1, identité douteuse', at: 'identityDocument' },
  );
}
