import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import type { Sentence } from '#kernel';
import { html, type Page, pageHeaders, render } from './page.ts';

/** A page that says why a sign-in cannot go on, and where to go. */
export function refusalPage(sentence: Sentence): Page {
  return {
    title: 'Connexion impossible',
    main: html`<h1>La connexion ne peut pas continuer</h1>
<p role="alert">${sentence.fr}</p>
<p lang="en" class="note">${sentence.en}</p>
<ul class="ways"><li><a href="/carnet">Mon carnet de santé</a></li><li><a href="/pro">Espace professionnel</a></li></ul>`,
  };
}

/** What a software did wrong, for the person in front of it and for its developer. */
export function problemPage(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  for (const [name, value] of Object.entries(pageHeaders())) ctx.set(name, value);
  ctx.body = render({
    title: 'Connexion impossible',
    main: html`<h1>La connexion ne peut pas continuer</h1>
<p role="alert">Le logiciel qui vous envoie ici a fait une demande que Socle refuse. Retournez à ce logiciel et recommencez.</p>
<h2>Pour son éditeur</h2>
<dl><dt>error</dt><dd>${out.error}</dd><dt>error_description</dt><dd>${out.error_description}</dd></dl>
<ul class="ways"><li><a href="/carnet">Mon carnet de santé</a></li><li><a href="/pro">Espace professionnel</a></li></ul>`,
  });
}
