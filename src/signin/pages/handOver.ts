import type { Provider } from 'oidc-provider';
import { type Html, html, pageHeaders, render, targetOf } from './page.ts';

/**
 * Where the provider hands something over by a form that a script sends at once (signing out when nobody is signed in, `response_mode=form_post`),
 * our own page does it, with a button: no page of ours runs a script of its text.
 */
export function handOverPlainly(provider: Provider): void {
  provider.use(async (ctx, next) => {
    await next();
    const { body } = ctx as { body: unknown };
    if (typeof body !== 'string' || !/<form method="post" action="[^"]*">/.test(body) || !/<script>/.test(body)) return;
    const action = unescaped(/<form method="post" action="([^"]*)">/.exec(body)?.[1] ?? '');
    for (const [name, value] of Object.entries(pageHeaders(targetOf(action)))) ctx.set(name, value);
    const inputs = [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"\/>/g)];
    ctx.body = render({
      title: 'Continuer',
      main: html`<h1>Continuer</h1>
<p>Une dernière étape : retournez là d’où vous venez.</p>
<form method="post" action="${action}">
${inputs.map(([, name = '', value = '']): Html => html`<input type="hidden" name="${name}" value="${unescaped(value)}">`)}
<button type="submit">Continuer</button>
</form>`,
    });
  });
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#x27;': "'",
};

function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|#x27);/g, (entity) => entities[entity] ?? entity);
}
