import { Refusal } from '#kernel';

/** Bytes of a document, elements one inside the other, attributes of one element, nodes and attributes in all. */
export const limits = { bytes: 64 * 1024 * 1024, depth: 256, attributes: 256, nodes: 2_000_000 } as const;

/** Something of XML that the text gets wrong; `why` completes "the XML is not well formed:". Nothing of the content is repeated. */
export function malformed(why: { fr: string; en: string }, place?: { line: number; column: number }): Refusal {
  const fr = place === undefined ? '' : ` (ligne ${place.line}, colonne ${place.column})`;
  const en = place === undefined ? '' : ` (line ${place.line}, column ${place.column})`;
  return new Refusal(
    'xml.malformed',
    { fr: `Le XML est mal formé : ${why.fr}${fr}.`, en: `The XML is not well formed: ${why.en}${en}.` },
    { source: 'XML 1.0', ...(place === undefined ? {} : { at: `${place.line}:${place.column}` }) },
  );
}

export function hasDoctype(): Refusal {
  return new Refusal(
    'xml.doctype',
    {
      fr: 'Le XML contient une déclaration DOCTYPE ou ENTITY. Retirez-la : elle peut faire lire autre chose que le document.',
      en: 'The XML holds a DOCTYPE or ENTITY declaration. Remove it: it can make readers read something else.',
    },
    { source: 'XML 1.0 §2.8' },
  );
}

export function unknownEntity(name: string): Refusal {
  const shown = name.replace(/[^\w.:-]/g, '').slice(0, 40);
  return new Refusal(
    'xml.entity',
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
    'xml.encoding',
    {
      fr: `L’encodage « ${shown} » n’est pas accepté. Enregistrez le document en UTF-8.`,
      en: `The encoding "${shown}" is not accepted. Save the document as UTF-8.`,
    },
    { source: 'XML 1.0 §4.3.3' },
  );
}

/** The bytes are not the encoding that they claim to be. */
export function notAsDeclared(name: string): Refusal {
  const shown = name.slice(0, 40);
  return malformed({ fr: `les octets ne sont pas du ${shown}`, en: `the bytes are not ${shown}` });
}

export function tooDeep(): Refusal {
  return new Refusal('xml.too-deep', {
    fr: `Des éléments sont emboîtés sur plus de ${limits.depth} niveaux. Aplatissez le document.`,
    en: `Elements are nested more than ${limits.depth} levels deep. Flatten the document.`,
  });
}

export function tooManyAttributes(): Refusal {
  return new Refusal('xml.too-many-attributes', {
    fr: `Un élément porte plus de ${limits.attributes} attributs. Réduisez leur nombre.`,
    en: `An element has more than ${limits.attributes} attributes. Reduce their number.`,
  });
}

export function tooLarge(): Refusal {
  const megabytes = limits.bytes / 1024 / 1024;
  return new Refusal('xml.too-large', {
    fr: `Le XML dépasse ${megabytes} Mio ou ${limits.nodes} nœuds. Envoyez-le en plusieurs documents.`,
    en: `The XML exceeds ${megabytes} MiB or ${limits.nodes} nodes. Send it as several documents.`,
  });
}
