import type { IncomingMessage } from 'node:http';
import type { Sentence } from '#kernel';

/** A language of the product: one of the two that every {@link Sentence} is in. */
export type Language = keyof Sentence;

/** The words of a page. French is the source: a key that English lacks, or has alone, does not compile. */
export type Words<T> = Readonly<Record<Language, T>>;

/** Beyond these nobody reads a list of languages. */
const mostTags = 20;

/**
 * The language of a page, by the first that says: `?langue=` of its address, the request's `ui_locales`, the browser's `Accept-Language`; French.
 *
 * Source: OpenID Connect Core 1.0 §3.1.2.1, `ui_locales`; RFC 9110 §12.5.4.
 */
export function languageOf(request: Pick<IncomingMessage, 'url' | 'headers'>, uiLocales?: unknown): Language {
  return chosenIn(request) ?? firstKnown(wordsOf(uiLocales)) ?? firstKnown(accepted(request)) ?? 'fr';
}

/** What the person chose by the link at the foot of a page. */
export function chosenIn({ url = '' }: Pick<IncomingMessage, 'url'>): Language | undefined {
  return parseLanguage(new URLSearchParams(url.split('?')[1] ?? '').get('langue'));
}

export function parseLanguage(text: unknown): Language | undefined {
  return text === 'fr' || text === 'en' ? text : undefined;
}

export function otherThan(language: Language): Language {
  return language === 'fr' ? 'en' : 'fr';
}

/** The tags of `Accept-Language`, the dearest first. `*` names none, so French it is. */
function accepted({ headers }: Pick<IncomingMessage, 'headers'>): string[] {
  const weighed = (headers['accept-language'] ?? '')
    .split(',', mostTags)
    .map((one) => {
      const [tag = '', ...parameters] = one.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0);
  return weighed.sort((a, b) => b.weight - a.weight).map(({ tag }) => tag);
}

const wordsOf = (text: unknown): string[] => (typeof text === 'string' ? text.split(' ', mostTags) : []);

function firstKnown(tags: readonly string[]): Language | undefined {
  return tags.map((tag) => parseLanguage(tag.toLowerCase().split('-')[0])).find((language) => language !== undefined);
}
