import { parseFhirScope } from '../scopes.ts';
import type { Language } from './language.ts';
import { wordsOfScopes } from './words/scopes.ts';

type Known = Readonly<Record<string, string>>;

/**
 * What a scope lets an application do, in plain words: « lire : les vaccinations ». Empty for what is only between machines; what has no words
 * here is told by its code.
 */
export function scopeWords(scope: string, language: Language): string {
  const { plain, verbs, things, ofAll, data, line, only } = wordsOfScopes[language];
  const known = (plain as Known)[scope];
  if (known !== undefined) return known;
  const found = parseFhirScope(scope);
  if (found === undefined) return scope;
  const may = Object.entries(verbs).filter(([set]) => [...set].some((letter) => found.letters.includes(letter)));
  const thing = found.type === '*' ? ofAll[found.context] : ((things as Known)[found.type] ?? data(found.type));
  const said = line(may.map(([, verb]) => verb).join(', '), thing);
  return found.narrow === undefined ? said : `${said}${only(narrowWords(found.narrow, language))}`;
}

/** Whether people are told of a scope, so that they may refuse it. */
export function isTold(scope: string): boolean {
  return scopeWords(scope, 'fr') !== '';
}

function narrowWords(query: string, language: Language): string {
  const { categories, quoted, or, and } = wordsOfScopes[language];
  const parts = [...new URLSearchParams(query)].map(([name, value]) => {
    const codes = value.split(',').map((one) => one.slice(one.lastIndexOf('|') + 1));
    return name === 'category'
      ? codes.map((code) => (categories as Known)[code] ?? quoted(code)).join(or)
      : `${name} ${quoted(codes.join(', '))}`;
  });
  return parts.join(and);
}
