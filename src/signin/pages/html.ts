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
