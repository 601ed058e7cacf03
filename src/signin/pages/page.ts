import type { ServerResponse } from 'node:http';
import type { Sentence } from '#kernel';
import { type Html, html } from './html.ts';
import { type Language, otherThan } from './language.ts';
import { pageWords } from './words/page.ts';

/** A page in one language. */
export interface Written {
  readonly title: string;
  readonly main: Html;
  /** The simulator must never pass for the national service. */
  readonly simulator?: boolean;
  /** The address of a script of ours that makes the page easier; it works without. */
  readonly script?: string;
}

/** A page is written when it is sent: only then is its language known, and no step of a sign-in needs to know it. */
export type Page = (language: Language) => Written;

/** One whole page, without script: it works on an old phone and with a screen reader. `other`: where the same page is in the other language. */
export function render(page: Page, language: Language, other?: string): string {
  const { title, main, simulator = false, script } = page(language);
  const words = pageWords[language];
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} — Socle</title>
<link rel="stylesheet" href="/oidc/style.css">
${script === undefined ? undefined : html`<script src="${script}" defer></script>`}
</head>
<body>
<header><p class="mark">Socle</p>${simulator ? html`<p class="banner">${words.banner}</p>` : undefined}</header>
<main id="contenu">
${main}
</main>
${other === undefined ? undefined : html`<footer><a href="${other}" lang="${otherThan(language)}" hreflang="${otherThan(language)}">${words.other}</a></footer>`}
</body>
</html>
`.text;
}

/** What a person did wrong, before the form; it takes the focus, and names the field to mend. */
export function problem(language: Language, sentence: Sentence | undefined, field?: string): Html | undefined {
  if (sentence === undefined) return undefined;
  const said = sentence[language];
  const words = field === undefined ? html`${said}` : html`<a href="#${field}">${said}</a>`;
  return html`<div class="problem" role="alert" tabindex="-1" autofocus><h2>${pageWords[language].problem}</h2><p>${words}</p></div>`;
}

/** The title of a page, which tells of its problem first. */
export function titled(language: Language, title: string, sentence: Sentence | undefined): string {
  return sentence === undefined ? title : pageWords[language].failed(title);
}

/** The sentence in the language of the page, and in the other one below: for whoever was shown a page without having chosen any. */
export function twice(language: Language, sentence: Sentence): Html {
  const other = otherThan(language);
  return html`<p role="alert">${sentence[language]}</p>
<p lang="${other}" class="note">${sentence[other]}</p>`;
}

/** Where to go from a page that leads nowhere. */
export function homes(language: Language): Html {
  const { carnet, professionalSpace } = pageWords[language];
  return html`<ul class="ways"><li><a href="/carnet">${carnet}</a></li><li><a href="/pro">${professionalSpace}</a></li></ul>`;
}

/** Marks words that are there in French alone, for screen readers. */
export function inFrench(language: Language): Html | undefined {
  return language === 'fr' ? undefined : html` lang="fr"`;
}

/** Nothing but our own style sheet; forms go to us, and to the address that the sign-in ends at. */
export function pageHeaders(formTarget?: string, scripted = false): Record<string, string> {
  const target = formTarget === undefined ? '' : ` ${formTarget}`;
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'self'; script-src ${scripted ? "'self'" : "'none'"}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'${target}`,
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

export interface Sent {
  readonly page: Page;
  readonly language: Language;
  readonly status?: number;
  readonly formTarget?: string | undefined;
  /** Where the same page is in the other language. */
  readonly other?: string | undefined;
}

export function send(response: ServerResponse, { page, language, status = 200, formTarget, other }: Sent): void {
  const written = page(language);
  response.writeHead(status, pageHeaders(formTarget, written.script !== undefined)).end(render(() => written, language, other));
}

/** The origin, or the scheme of an application of its own, that a form may end at. */
export function targetOf(redirectUri: unknown): string | undefined {
  if (typeof redirectUri !== 'string' || !URL.canParse(redirectUri)) return undefined;
  const url = new URL(redirectUri);
  return /^https?:$/.test(url.protocol) ? url.origin : url.protocol;
}
