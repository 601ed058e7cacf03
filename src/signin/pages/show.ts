import type { IncomingMessage } from 'node:http';
import { languageOf } from './language.ts';
import { type Page, pageHeaders, render } from './page.ts';

/** What a page needs of the provider's own context, which knows no parameters before it has read them. */
interface Context {
  readonly req: IncomingMessage;
  readonly oidc?: { readonly params?: { readonly [name: string]: unknown } | undefined };
  body: unknown;
  set(name: string, value: string): void;
}

/** A page of ours in the place of one of the provider's. */
export function show(ctx: Context, page: Page, formTarget?: string): void {
  for (const [name, value] of Object.entries(pageHeaders(formTarget))) ctx.set(name, value);
  ctx.body = render(page, languageOf(ctx.req, ctx.oidc?.params?.ui_locales));
}
