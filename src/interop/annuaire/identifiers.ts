import type { Criterion } from '#directory';
import { systems } from './systems.ts';

/** A token of an identifier: `system|value`, or a value in any system. */
export interface Token {
  readonly system?: string;
  readonly code: string;
}

const nothing: Criterion = { of: 'nothing' };

/** RPPS with or without its `8`. Any of the tokens may hold. */
export function personNumbered(tokens: readonly Token[]): Criterion {
  const ids = tokens.flatMap(({ system, code }) => {
    if (system !== undefined && system !== systems.person && system !== systems.rpps) return [];
    if (/^8\d{11}$/.test(code) && system !== systems.rpps) return [code];
    return /^\d{11}$/.test(code) && system !== systems.person ? [`8${code}`] : [];
  });
  return ids.length === 0 ? nothing : { of: 'id', values: ids };
}

/** The number that Socle gives a situation. */
export function situationNumbered(tokens: readonly Token[]): Criterion {
  const keys = tokens.filter(({ system, code }) => (system === undefined || system === systems.rpps) && /^\d{1,18}$/.test(code));
  return keys.length === 0 ? nothing : { of: 'id', values: keys.map(({ code }) => code) };
}

/** FINESS, SIREN or SIRET, RPPS rang, with or without the digit that says which. */
export function placeNumbered(tokens: readonly Token[]): Criterion {
  const any = tokens.flatMap(({ system, code }): Criterion[] => {
    const text = code.toUpperCase();
    const as = (wanted: string): boolean => system === undefined || system === wanted;
    const found: Criterion[] = [];
    if (as(systems.place) && /^1\d[\dAB]\d{7}$|^[34]\d{14}$/.test(text)) found.push({ of: 'id', values: [text] });
    if (as(systems.finess) && /^\d[\dAB]\d{7}$/.test(text)) found.push({ of: 'id', values: [`1${text}`] });
    if ((as(systems.sirene) || system === 'http://sirene.fr') && /^(\d{9}|\d{14})$/.test(text))
      found.push({ of: 'siret', values: [text] });
    const rang = /^(?:F(\d[\dAB]\d{7})|R?(\d{14}))$/.exec(text);
    if (as(systems.rppsRang) && rang !== null)
      found.push({ of: 'id', values: [rang[1] === undefined ? `4${rang[2]}` : `1${rang[1]}`] });
    return found;
  });
  return any.length === 0 ? nothing : { of: 'either', any };
}
