import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namesOnPages, signInPages } from '../../../spec/signin/pages.ts';
import { french } from '../../../test/french.ts';
import { languageOf } from './language.ts';
import { render } from './page.ts';

const asked = (accept: string | undefined, url = '/oidc/auth') => ({
  url,
  headers: accept === undefined ? {} : { 'accept-language': accept },
});

test('OpenID Connect Core §3.1.2.1, ui_locales: it beats Accept-Language, what the person chose beats both, and French is the rest', () => {
  const cases = [
    [undefined, undefined, 'fr'],
    ['*', undefined, 'fr'],
    ['de-DE, it', undefined, 'fr'],
    ['en-GB,en;q=0.9', undefined, 'en'],
    ['fr;q=0.4, EN-us;q=0.8', undefined, 'en'],
    ['en;q=0, fr-CA;q=0.1', undefined, 'fr'],
    ['en;q=much', undefined, 'fr'],
    ['de, en;q=0.2', undefined, 'en'],
    ['english', undefined, 'fr'],
    ['fr-FR', 'en', 'en'],
    ['en-US', 'de fr-CA en', 'fr'],
    ['en-US', 'de', 'en'],
    ['en-US', ['fr'], 'en'],
  ] as const;
  for (const [accept, uiLocales, language] of cases)
    assert.equal(languageOf(asked(accept), uiLocales), language, `${accept} ${uiLocales}`);
  assert.equal(languageOf(asked('fr', '/x?carte=y&langue=en'), 'fr'), 'en');
  assert.equal(languageOf(asked('en', '/x?langue=de'), undefined), 'en');
});

/** What a page says, seen or heard, without what it marks as French. */
function unmarked(page: string): string {
  const spoken = [...page.matchAll(/ (?:aria-label|placeholder|alt|data-failed)="([^"]*)"/g)].map(([, words]) => words);
  const text = page
    .replace(/<html[^>]*>|<head>[\s\S]*?(?=<title>)/g, '')
    .replace(/<svg[\s\S]*?<\/svg>/g, ' ')
    .replace(/<(\w+)(?: [^>]*)? lang="fr"[^>]*>[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ');
  const names = [...namesOnPages, '“[^”]*”'].join('|');
  return [text, ...spoken].join(' ').replace(new RegExp(names, 'g'), '').replace('Pro Santé Connect — simulator — Socle', '');
}

for (const [name, page] of Object.entries(signInPages('/oidc/interaction/x')))
  test(`Issue 8, French and English: the page “${name}” of sign-in, in both`, async () => {
    const written = await page();
    const [inFrench, inEnglish] = [render(written, 'fr', '/x?langue=en'), render(written, 'en', '/x?langue=fr')];
    assert.match(inFrench, /<html lang="fr">[\s\S]*<a href="\/x\?langue=en" lang="en" hreflang="en">English<\/a>/);
    assert.match(inEnglish, /<html lang="en">[\s\S]*<a href="\/x\?langue=fr" lang="fr" hreflang="fr">Français<\/a>/);
    assert.match(unmarked(inFrench), french);
    assert.doesNotMatch(unmarked(inEnglish), french);
    assert.equal(inFrench.includes('Simulateur de Socle'), inEnglish.includes('Simulator of Socle'));
    const skeleton = (text: string): string[] => [...text.matchAll(/ (?:name|value|action)="[^"]*"/g)].map(([part]) => part);
    assert.deepEqual(skeleton(inEnglish), skeleton(inFrench), 'the same forms');
  });
