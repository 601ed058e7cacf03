import type { KoaContextWithOIDC } from 'oidc-provider';
import { html } from './html.ts';
import { homes, type Page } from './page.ts';
import { show } from './show.ts';
import { endWords } from './words/ends.ts';

/** Asks before signing out; `form` is the provider's own, with its guard against forgery. */
export function logoutPage(ctx: KoaContextWithOIDC, form: string): void {
  show(ctx, askedLogoutPage(form), afterwards(ctx));
}

export function loggedOutPage(ctx: KoaContextWithOIDC): void {
  show(ctx, signedOutPage);
}

export function askedLogoutPage(form: string): Page {
  return (language) => {
    const { logout: words } = endWords[language];
    return {
      title: words.title,
      main: html`<h1>${words.heading}</h1>
${{ text: form }}
<p><button type="submit" form="op.logoutForm" name="logout" value="yes">${words.title}</button></p>
<p><button type="submit" form="op.logoutForm" class="quiet">${words.stay}</button></p>`,
    };
  };
}

export const signedOutPage: Page = (language) => {
  const { logout: words } = endWords[language];
  return {
    title: words.doneTitle,
    main: html`<h1>${words.done}</h1>
<p>${words.shared}</p>
${homes(language)}`,
  };
};

function afterwards(ctx: KoaContextWithOIDC): string | undefined {
  const uri = ctx.oidc.session?.state?.postLogoutRedirectUri;
  return typeof uri === 'string' && URL.canParse(uri) ? new URL(uri).origin : undefined;
}
