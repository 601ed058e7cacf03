import { type Html, html } from '../pages/page.ts';

/** A way to sign in elsewhere, as a page offers it. */
export interface OfferedWay {
  readonly way: string;
  readonly name: string;
}

/** A link, not a form: the policy of the page lets no form go to another site. */
export function offeredWays(action: string, ways: readonly OfferedWay[]): Html | undefined {
  if (ways.length === 0) return undefined;
  return html`<ul class="ways ways-out">${ways.map(({ way, name }) => html`<li><a class="way" href="${action}/${way}">Se connecter avec ${name}</a></li>`)}</ul>`;
}
