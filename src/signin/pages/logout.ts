import type { KoaContextWithOIDC } from 'oidc-provider';
import { html, pageHeaders, render } from './page.ts';

/** Asks before signing out; `form` is the provider's own, with its guard against forgery. */
export function logoutPage(ctx: KoaContextWithOIDC, form: string): void {
  for (const [name, value] of Object.entries(pageHeaders(afterwards(ctx)))) ctx.set(name, value);
  ctx.body = render({
    title: 'Se déconnecter',
    main: html`<h1>Se déconnecter de Socle ?</h1>
${{ text: form }}
<p><button type="submit" form="op.logoutForm" name="logout" value="yes">Se déconnecter</button></p>
<p><button type="submit" form="op.logoutForm" class="quiet">Rester connecté</button></p>`,
  });
}

export function loggedOutPage(ctx: KoaContextWithOIDC): void {
  for (const [name, value] of Object.entries(pageHeaders())) ctx.set(name, value);
  ctx.body = render({
    title: 'Déconnexion faite',
    main: html`<h1>Vous êtes déconnecté</h1>
<p>Sur un appareil partagé, fermez aussi le navigateur.</p>
<ul class="ways"><li><a href="/carnet">Mon carnet de santé</a></li><li><a href="/pro">Espace professionnel</a></li></ul>`,
  });
}

function afterwards(ctx: KoaContextWithOIDC): string | undefined {
  const uri = ctx.oidc.session?.state?.postLogoutRedirectUri;
  return typeof uri === 'string' && URL.canParse(uri) ? new URL(uri).origin : undefined;
}
