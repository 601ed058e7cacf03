import { Refusal } from '#kernel';

const xml = 'XML 1.0';
const header = 'CI-SIS, volet Structuration minimale de documents de santé';

/** Something of XML that the document gets wrong; `why` completes "the XML is not well formed:". */
export function malformed(why: { fr: string; en: string }, at?: string): Refusal {
  return new Refusal(
    'cda.malformed',
    { fr: `Le XML du document est mal formé : ${why.fr}.`, en: `The document's XML is not well formed: ${why.en}.` },
    at === undefined ? { source: xml } : { source: xml, at },
  );
}

export function hasDoctype(): Refusal {
  return new Refusal(
    'cda.doctype',
    {
      fr: 'Le document contient une déclaration DOCTYPE ou ENTITY. Retirez-la : un CDA n’en a pas besoin, et elle peut faire lire autre chose que le document.',
      en: 'The document holds a DOCTYPE or ENTITY declaration. Remove it: a CDA does not need one, and it can make readers read something else.',
    },
    { source: 'XML 1.0 §2.8' },
  );
}

export function unknownEntity(name: string): Refusal {
  const shown = name.replace(/[^\w.:-]/g, '').slice(0, 40);
  return new Refusal(
    'cda.entity',
    {
      fr: `L’entité « &${shown}; » n’est pas reconnue. Seules les cinq entités prédéfinies et les références numériques sont acceptées.`,
      en: `The entity "&${shown};" is not known. Only the five predefined entities and numeric references are accepted.`,
    },
    { source: 'XML 1.0 §4.6' },
  );
}

export function badEncoding(found: string): Refusal {
  const shown = found.replace(/[^\w.-]/g, '').slice(0, 40);
  return new Refusal(
    'cda.encoding',
    {
      fr: `L’encodage « ${shown} » n’est pas accepté. Enregistrez le document en UTF-8.`,
      en: `The encoding "${shown}" is not accepted. Save the document as UTF-8.`,
    },
    { source: 'XML 1.0 §4.3.3' },
  );
}

export const depthLimit = 256;
export const attributeLimit = 256;

export function tooDeep(): Refusal {
  return new Refusal('cda.too-deep', {
    fr: `Des éléments sont emboîtés sur plus de ${depthLimit} niveaux. Aucun document de santé n’en a besoin.`,
    en: `Elements are nested more than ${depthLimit} levels deep. No health document needs that.`,
  });
}

export function tooManyAttributes(): Refusal {
  return new Refusal('cda.too-many-attributes', {
    fr: `Un élément porte plus de ${attributeLimit} attributs. Aucun document de santé n’en a besoin.`,
    en: `An element has more than ${attributeLimit} attributes. No health document needs that.`,
  });
}

/** A part that the header must have; `what` names it, `at` is its place as a path from ClinicalDocument. */
export function missing(what: { fr: string; en: string }, at: string): Refusal {
  return new Refusal(
    'cda.missing',
    {
      fr: `Il manque dans l’en-tête du document : ${what.fr} (${at}).`,
      en: `The document's header lacks ${what.en} (${at}).`,
    },
    { source: header, at },
  );
}

/** The value itself is not repeated: it may be a birth date. */
export function badDate(at: string): Refusal {
  return new Refusal(
    'cda.bad-date',
    {
      fr: `La date en ${at} n’est pas une date HL7 valide, de AAAA à AAAAMMJJhhmmss+ZZZZ.`,
      en: `The date at ${at} is not a valid HL7 timestamp, from YYYY to YYYYMMDDhhmmss+ZZZZ.`,
    },
    { source: 'HL7 v3, type TS', at },
  );
}

export function badContent(at: string): Refusal {
  return new Refusal(
    'cda.bad-base64',
    {
      fr: `Le contenu embarqué en ${at} n’est pas du base64 valide. Réencodez la pièce jointe.`,
      en: `The content embedded at ${at} is not valid base64. Encode the attachment again.`,
    },
    { source: 'RFC 4648 §4', at },
  );
}
