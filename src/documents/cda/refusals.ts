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

/**
 * What `read` gives; a refusal of XML gets the code that deposits have always told: `cda.doctype` for `xml.doctype`. The sentences are the
 * same.
 */
export function asCda<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal) || !error.code.startsWith('xml.')) throw error;
    const { source, at } = error;
    throw new Refusal(error.code.replace('xml.', 'cda.'), error.sentence, {
      ...(source === undefined ? {} : { source }),
      ...(at === undefined ? {} : { at }),
    });
  }
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
