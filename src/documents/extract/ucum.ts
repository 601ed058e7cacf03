/** Atoms of UCUM in use in care; those of `metric` take a prefix. Source: UCUM 2.1, tables 2 to 16, clinical part. */
const metric = new Set(
  'm s g L l mol eq osm Bq Gy Sv Hz N Pa J W A V F Ohm S T lm lx K Cel cal bar t u U kat m[Hg] m[H2O] [IU] [iU] rad C H B bit By ar eV'.split(
    ' ',
  ),
);
const other = new Set(
  (
    "% [pH] min h d wk mo a deg [diop] [ppth] [ppm] [ppb] [pi] [degF] [in_i] [ft_i] [lb_av] [oz_av] [drp] [arb'U] [CFU] [PFU] [p'diop] " +
    "[Ch] [hp'_X] [hp'_C] [Amb'a'1'U] [foz_us] [cup_us] [tbs_us] [tsp_us] mo_j mo_g a_j [MET] [beth'U] [anti'Xa'U]"
  ).split(' '),
);
const prefixes = ['da', 'Y', 'Z', 'E', 'P', 'T', 'G', 'M', 'k', 'h', 'd', 'c', 'm', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];
const component =
  /^(?:10[*^][+-]?\d{1,3}|\d{1,9}|\{[\x21-\x7a|\x7e]*\}|(?<atom>[A-Za-z%]*(?:\[[^\]]+\])?[A-Za-z_]*?)(?<power>[+-]?\d{1,2})?(?:\{[\x21-\x7a|\x7e]*\})?)$/;

/** Ways of writing a unit that French software uses, and the UCUM code of each. */
const written: ReadonlyMap<string, string> = new Map([
  ['UI/L', '[IU]/L'],
  ['UI/mL', '[IU]/mL'],
  ['UI', '[IU]'],
  ['mUI/L', 'm[IU]/L'],
  ['µmol/L', 'umol/L'],
  ['µg/L', 'ug/L'],
  ['mmHg', 'mm[Hg]'],
  ['°C', 'Cel'],
  ['jour', 'd'],
  ['jours', 'd'],
  ['ans', 'a'],
  ['an', 'a'],
  ['mois', 'mo'],
  ['semaines', 'wk'],
]);

const remembered = new Map<string, string | undefined>();
const mostRemembered = 1000;

/** The UCUM code of a unit as it is written; undefined when it is none, `1` for an empty one. */
export function ucumOf(unit: string): string | undefined {
  if (remembered.has(unit)) return remembered.get(unit);
  const code = unit === '' ? '1' : (written.get(unit) ?? (isUcum(unit) ? unit : undefined));
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(unit, code);
  return code;
}

/** Products and quotients of components; parentheses, which no clinical unit of the CI-SIS has, are not read. */
function isUcum(unit: string): boolean {
  if (unit.length > 60) return false;
  const parts = unit.replace(/^\//, '').split(/[./](?![^{]*\})/);
  return parts.every(isComponent);
}

function isComponent(part: string): boolean {
  const found = component.exec(part);
  if (found === null) return false;
  const atom = found.groups?.atom;
  // A bare number is a quantity, or EDQM's code of a form, unless it is a small factor.
  if (atom === undefined) return !/^\d{4,}$/.test(part);
  if (metric.has(atom) || other.has(atom)) return true;
  return prefixes.some((prefix) => atom.startsWith(prefix) && metric.has(atom.slice(prefix.length)));
}
