import { Refusal } from '#kernel';

const source = 'FHIR R4 §4.8, §4.9';

export function unknownValueSet(url: string): Refusal {
  return new Refusal(
    'terminology.unknown-value-set',
    {
      fr: `Le jeu de valeurs ${shown(url)} n’est pas chargé ; « socle terminology load » le charge depuis le paquet FHIR qui le publie.`,
      en: `The value set ${shown(url)} is not loaded; “socle terminology load” loads it from the FHIR package that publishes it.`,
    },
    { source },
  );
}

/** `because` names what is missing: urls of code systems and value sets. */
export function notExpandable(because: Iterable<string>): Refusal {
  const missing = [...because].slice(0, 5).map(shown).join(', ');
  return new Refusal(
    'terminology.not-expandable',
    {
      fr: `Ce jeu de valeurs ne peut pas être développé ici : les codes de ${missing} ne sont pas tous chargés, ou ne se comptent pas.`,
      en: `This value set cannot be expanded here: the codes of ${missing} are not all loaded, or cannot be counted.`,
    },
    { source },
  );
}

export function cyclicValueSet(url: string): Refusal {
  return new Refusal(
    'terminology.cyclic',
    {
      fr: `Le jeu de valeurs ${shown(url)} s’importe lui-même : corrigez sa composition.`,
      en: `The value set ${shown(url)} imports itself: correct its compose.`,
    },
    { source },
  );
}

export function tooCostly(total: number, limit: number): Refusal {
  return new Refusal(
    'terminology.too-costly',
    {
      fr: `Ce jeu de valeurs a ${total} codes, plus que les ${limit} donnés d’un coup : demandez-le par pages (count, offset) ou avec un filtre.`,
      en: `This value set has ${total} codes, more than the ${limit} given at once: ask for it in pages (count, offset) or with a filter.`,
    },
    { source },
  );
}

/** What a caller sent is repeated short. */
function shown(url: string): string {
  return url.length <= 200 ? url : `${url.slice(0, 200)}…`;
}
