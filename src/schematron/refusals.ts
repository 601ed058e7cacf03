import { Refusal } from '#kernel';

const source = 'ISO/IEC 19757-3 (Schematron), XPath 2.0';

/** Why a set of rules cannot be used; `why` is in English, as it speaks of expressions. `at` is the file and line. */
export function unsupported(expression: string, why: string, file: string, line: number): Refusal {
  const shown = expression.replace(/\s+/g, ' ').trim().slice(0, 300);
  return new Refusal(
    'schematron.unsupported',
    {
      fr: `L’expression « ${shown} » (${file}, ligne ${line}) sort du sous-ensemble de XPath 2.0 que Socle évalue : ${why}. Retirez ce fichier de règles ou signalez-le.`,
      en: `The expression "${shown}" (${file}, line ${line}) is outside the subset of XPath 2.0 that Socle evaluates: ${why}. Remove this file of rules or report it.`,
    },
    { source, at: `${file}:${line}` },
  );
}

export function missingFile(path: string, from: string, line: number): Refusal {
  return new Refusal(
    'schematron.missing-file',
    {
      fr: `Le fichier ${path}, inclus par ${from} (ligne ${line}), est absent. Ajoutez-le au paquet de règles.`,
      en: `The file ${path}, included by ${from} (line ${line}), is absent. Add it to the package of rules.`,
    },
    { source, at: `${from}:${line}` },
  );
}

/** A document that takes more work than any real one. */
export function tooLong(): Refusal {
  return new Refusal(
    'schematron.too-long',
    {
      fr: 'Les règles schematron de ce document demandent plus de calcul qu’aucun document réel : elles ont été interrompues. Réduisez le nombre d’éléments répétés, ou scindez le document.',
      en: 'The schematron rules of this document take more work than those of any real one: they were stopped. Reduce the number of repeated elements, or split the document.',
    },
    { source },
  );
}

export function wrongSchema(fr: string, en: string, file: string, line: number): Refusal {
  return new Refusal(
    'schematron.malformed',
    {
      fr: `Le schematron ${file} (ligne ${line}) est incorrect : ${fr}.`,
      en: `The schematron ${file} (line ${line}) is wrong: ${en}.`,
    },
    { source, at: `${file}:${line}` },
  );
}
