import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import type { Sentence } from '#kernel';
import { html } from './html.ts';
import { homes, type Page, twice } from './page.ts';
import { show } from './show.ts';
import { endWords } from './words/ends.ts';

/** A page that says why a sign-in cannot go on, and where to go. */
export function refusalPage(sentence: Sentence): Page {
  return (language) => {
    const { problem: words } = endWords[language];
    return {
      title: words.title,
      main: html`<h1>${words.heading}</h1>
${twice(language, sentence)}
${homes(language)}`,
    };
  };
}

/** What a software did wrong, for the person in front of it and for its developer. */
export function problemPage(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  show(ctx, wrongRequestPage(out));
}

export function wrongRequestPage({ error, error_description: description }: ErrorOut): Page {
  return (language) => {
    const { problem: words } = endWords[language];
    return {
      title: words.title,
      main: html`<h1>${words.heading}</h1>
<p role="alert">${words.software}</p>
<h2>${words.publisher}</h2>
<dl><dt>error</dt><dd>${error}</dd><dt>error_description</dt><dd>${description}</dd></dl>
${homes(language)}`,
    };
  };
}
