/**
 * What is only shown of an entry is one text column: values in a fixed order, with tabs between them (no value holds one). Half the size of
 * JSON, and a tenth of the time to write, which counts at millions of lines.
 */
export const personDetails = ['civility', 'authority'] as const;
export const activityDetails = ['category', 'skillType', 'skillLabel', 'sector', 'authority', 'phone'] as const;
export const mailboxDetails = ['service', 'structureName', 'postcode', 'paperless'] as const;
export const placeDetails = [
  'alias',
  'siren',
  'number',
  'repeat',
  'way',
  'street',
  'mention',
  'town',
  'commune',
  'phone',
  'phone2',
  'fax',
  'email',
  'status',
  'categoryLabel',
  'opened',
] as const;

type Named<N extends readonly string[]> = Readonly<Record<N[number], string>>;

export function packed<const N extends readonly string[]>(names: N, values: Named<N>): string {
  const all = names.map((name) => values[name as N[number]]).join('\t');
  return /[^\t]/.test(all) ? all : '';
}

/** Each by its name, '' when there is none. */
export function unpacked<const N extends readonly string[]>(names: N, text: string): Named<N> {
  const values = text.split('\t');
  return Object.fromEntries(names.map((name, n) => [name, values[n] ?? ''])) as Named<N>;
}
