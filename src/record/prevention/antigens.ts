import { type Json, objects, text } from '#fhir';
import type { Antigen } from './rule.ts';

const whole: readonly Antigen[] = ['diphtheria', 'tetanus', 'polio', 'pertussis', 'hib', 'hepatitis-b'];
const boosters: readonly Antigen[] = ['diphtheria', 'tetanus', 'polio', 'pertussis'];

/** By ATC class, the longest that fits. Source: WHO ATC, J07. */
const classes: Readonly<Record<string, readonly Antigen[]>> = {
  J07AF: ['diphtheria'],
  J07AG: ['hib'],
  J07AH07: [],
  J07AH08: ['men-acwy'],
  J07AH04: ['men-acwy'],
  J07AH09: ['men-b'],
  J07AJ: ['pertussis'],
  J07AJ52: ['pertussis', 'diphtheria', 'tetanus'],
  J07AL: ['pneumococcus'],
  J07AM: ['tetanus'],
  J07AM51: ['tetanus', 'diphtheria'],
  J07BB: ['influenza'],
  J07BC01: ['hepatitis-b'],
  J07BC20: ['hepatitis-b'],
  J07BD: ['measles'],
  J07BF: ['polio'],
  J07BH: ['rotavirus'],
  J07BK02: ['zoster'],
  J07BK03: ['zoster'],
  J07BM: ['hpv'],
  J07BN: ['covid-19'],
  J07BX03: ['covid-19'],
  J07BX05: ['rsv'],
  J07CA01: ['diphtheria', 'tetanus', 'polio'],
  J07CA02: boosters,
  J07CA06: [...boosters, 'hib'],
  J07CA09: whole,
  J07CA12: whole,
};

/** By words of its name, folded. Names of products that are or were given in France. */
const words: readonly (readonly [RegExp, readonly Antigen[]])[] = [
  [/hexavalent|infanrix hexa|hexyon|vaxelis/, whole],
  [/pentavalent|infanrix quinta|pentavac/, [...boosters, 'hib']],
  [/tetravac|infanrix tetra|repevax|boostrixtetra|dtcap|dtcp\b|dtcapolio|tdcap/, boosters],
  [/revaxis|\bdtp\b|dtpolio|dt polio/, ['diphtheria', 'tetanus', 'polio']],
  [/diphteri|diphther/, ['diphtheria']],
  [/tetan/, ['tetanus']],
  [/polio(?!ws)/, ['polio']],
  [/coqueluch|pertussis/, ['pertussis']],
  [/haemophilus/, ['hib']],
  [/hepatite b|hepatitis b|engerix|hbvaxpro|twinrix/, ['hepatitis-b']],
  [/pneumocoq|pneumococ|prevenar|vaxneuvance|pneumovax|capvaxive/, ['pneumococcus']],
  [/acwy|acyw|menquadfi|nimenrix|menveo/, ['men-acwy']],
  [/bexsero|trumenba|meningo\w* (de serogroupe |du groupe )?b\b/, ['men-b']],
  [/rougeole|measles|\bror\b|priorix|m-m-rvaxpro/, ['measles']],
  [/rotavirus|rotarix|rotateq/, ['rotavirus']],
  [/papillomavirus|\bhpv\b|gardasil|cervarix/, ['hpv']],
  [/gripp|influenza|\bflu\b|vaxigrip|influvac|efluelda|fluarix/, ['influenza']],
  [/covid|sars-cov|comirnaty|spikevax|nuvaxovid/, ['covid-19']],
  [/\bzona\b|zoster|shingles|shingrix|zostavax/, ['zoster']],
  [/\bvrs\b|\brsv\b|syncytial|abrysvo|arexvy|mresvia/, ['rsv']],
];

const atc = 'http://www.whocc.no/atc';
const atcOid = 'urn:oid:2.16.840.1.113883.6.73';

/** What a vaccine protects against, by its ATC class where it is precise, else by its names; none when nothing is recognised. */
export function antigensOf(vaccineCode: Json): ReadonlySet<Antigen> {
  const codings = objects(vaccineCode.coding);
  const named = [text(vaccineCode.text), ...codings.map(({ display }) => text(display))].filter((name) => name !== undefined);
  const found = new Set<Antigen>();
  for (const { system, code } of codings) {
    if (system !== atc && system !== atcOid) continue;
    const known = classOf(text(code) ?? '');
    for (const antigen of known ?? []) found.add(antigen);
  }
  if (found.size === 0) for (const name of named) for (const antigen of antigensNamed(name)) found.add(antigen);
  return found;
}

function classOf(code: string): readonly Antigen[] | undefined {
  for (let length = code.length; length >= 5; length--) {
    const known = classes[code.slice(0, length)];
    if (known !== undefined) return known;
  }
  return undefined;
}

function antigensNamed(name: string): readonly Antigen[] {
  const folded = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return words.flatMap(([shape, antigens]) => (shape.test(folded) ? antigens : []));
}
