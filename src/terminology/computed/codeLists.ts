import type { Json } from '#packages';
import { countries } from '../lists/country.ts';
import { withoutPrototype } from './table.ts';

/**
 * Code systems of others that FHIR uses and that Socle knows whole: ISO 3166-1, ISO 4217 (in use today), the IANA time zones. Each is
 * made as a CodeSystem resource when first asked; names in English.
 */
export const codeLists: Readonly<Record<string, () => Json>> = withoutPrototype({
  'urn:iso:std:iso:3166': () => codeSystem('urn:iso:std:iso:3166', 'ISO3166Part1', countryCodes()),
  'urn:iso:std:iso:4217': () =>
    codeSystem('urn:iso:std:iso:4217', 'ISO4217', named('currency', Intl.supportedValuesOf('currency'))),
  'https://www.iana.org/time-zones': () =>
    codeSystem(
      'https://www.iana.org/time-zones',
      'IANATimeZones',
      Intl.supportedValuesOf('timeZone').map((zone) => ({ code: zone, display: zone })),
    ),
});

interface Named {
  readonly code: string;
  readonly display: string;
}

function codeSystem(url: string, name: string, concept: readonly Named[]): Json {
  return { resourceType: 'CodeSystem', url, name, status: 'active', content: 'complete', concept };
}

function countryCodes(): Named[] {
  const names = new Intl.DisplayNames(['en'], { type: 'region' });
  const rows = countries
    .trim()
    .split(/\s+/)
    .map((word) => [word.slice(0, 2), word.slice(2, 5), word.slice(5)]);
  return [0, 1, 2].flatMap((form) =>
    rows.map((row) => ({ code: row[form] ?? '', display: names.of(row[0] ?? '') ?? row[0] ?? '' })),
  );
}

function named(type: 'currency', codes: readonly string[]): Named[] {
  const names = new Intl.DisplayNames(['en'], { type });
  return codes.map((code) => ({ code, display: names.of(code) ?? code }));
}
