import type { ServerResponse } from 'node:http';

/** Text that is HTML already; everything else is escaped when it enters a {@link html} template. */
export interface Html {
  readonly text: string;
}

type Part = string | number | Html | undefined | readonly (Html | undefined)[];

/** A template whose holes are escaped, so that a page cannot forget to. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { text: strings.reduce((text, string, i) => text + show(parts[i - 1]) + string) };
}

function show(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'object') return 'text' in part ? part.text : part.map((one) => one?.text ?? '').join('');
  return String(part)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

export interface Page {
  readonly title: string;
  readonly main: Html;
  /** The simulator must never pass for the national service. */
  readonly simulator?: boolean;
  /** The address of a script of ours that makes the page easier; it works without. */
  readonly script?: string;
}

/** One whole page, without script: it works on an old phone and with a screen reader. */
export function render({ title, main, simulator = false, script }: Page): string {
  const banner = html`<p class="banner"><strong>Simulateur de Socle</strong> — ce n’est pas le service national Pro Santé Connect.</p>`;
  return html`<!doctype html>
<html lang="fr">
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
<header><p class="mark">Socle</p>${simulator ? banner : undefined}</header>
<main id="contenu">
${main}
</main>
</body>
</html>
`.text;
}

/** What a person did wrong, before the form; it takes the focus, and names the field to mend. */
export function problem(sentence: string | undefined, field?: string): Html | undefined {
  if (sentence === undefined) return undefined;
  const words = field === undefined ? html`${sentence}` : html`<a href="#${field}">${sentence}</a>`;
  return html`<div class="problem" role="alert" tabindex="-1" autofocus><h2>La connexion n’a pas abouti</h2><p>${words}</p></div>`;
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

export function send(response: ServerResponse, status: number, page: Page, formTarget?: string): void {
  response.writeHead(status, pageHeaders(formTarget, page.script !== undefined)).end(render(page));
}

/** The origin, or the scheme of an application of its own, that a form may end at. */
export function targetOf(redirectUri: unknown): string | undefined {
  if (typeof redirectUri !== 'string' || !URL.canParse(redirectUri)) return undefined;
  const url = new URL(redirectUri);
  return /^https?:$/.test(url.protocol) ? url.origin : url.protocol;
}
