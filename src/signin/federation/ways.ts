import { type Html, html } from '../pages/html.ts';
import type { Language } from '../pages/language.ts';
import { pageWords } from '../pages/words/page.ts';

/** A way to sign in elsewhere, as a page offers it. */
export interface OfferedWay {
  readonly way: string;
  readonly name: string;
}

/** A link, not a form: the policy of the page lets no form go to another site. */
export function offeredWays(language: Language, action: string, ways: readonly OfferedWay[]): Html | undefined {
  if (ways.length === 0) return undefined;
  const { signInWith } = pageWords[language];
  return html`<ul class="ways ways-out">${ways.map(({ way, name }) => html`<li><a class="way" href="${action}/${way}">${signInWith(name)}</a></li>`)}</ul>`;
}
