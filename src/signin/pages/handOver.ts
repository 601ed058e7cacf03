import type { Provider } from 'oidc-provider';
import { type Html, html } from './html.ts';
import { type Page, targetOf } from './page.ts';
import { show } from './show.ts';
import { endWords } from './words/ends.ts';
import { pageWords } from './words/page.ts';

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
    const inputs = [...body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"\/>/g)];
    show(
      ctx,
      handOverPage(
        action,
        inputs.map(([, name = '', value = '']) => [name, unescaped(value)] as const),
      ),
      targetOf(action),
    );
  });
}

export function handOverPage(action: string, inputs: readonly (readonly [name: string, value: string])[]): Page {
  return (language) => {
    const next = pageWords[language].continue;
    return {
      title: next,
      main: html`<h1>${next}</h1>
<p>${endWords[language].handOver}</p>
<form method="post" action="${action}">
${inputs.map(([name, value]): Html => html`<input type="hidden" name="${name}" value="${value}">`)}
<button type="submit">${next}</button>
</form>`,
    };
  };
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
