/** Units whose letters say another thing than their code. */
const words: Readonly<Record<string, string>> = {
  'mm[Hg]': 'mmHg',
  Cel: '°C',
  '[pH]': '',
  '1': '',
  '{score}': '',
};

const raised = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * A unit as it is printed for a French reader: `µmol/L`, `10⁹/L`, `UI/L`, `mmHg`; `''` where a number stands by itself. What is no UCUM is printed as
 * it was written. Source: UCUM, prefixes, annotations, arbitrary units.
 */
export function printedUnit(unit: string): string {
  const known = words[unit];
  if (known !== undefined) return known;
  return unit
    .replace(/(?<=^|[/.])u(?=(?:g|mol|[lL]|m|s|kat|eq|V)\b|\[)/g, 'µ')
    .replace(/10[*^](\d+)/g, (_, digits: string) => `10${[...digits].map((one) => raised[Number(one)]).join('')}`)
    .replace(/\[iU\]/gi, 'UI')
    .replace(/[{}[\]]/g, '');
}
