/** Fictitious documents for the tests of this folder: French-looking reports of a given size, the same for the same seed. */

/** A small generator of numbers: the same seed, the same documents. */
export function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const common =
  'patient patiente douleur douleurs fièvre traitement examen examens résultat bilan scanner artère hypertension artérielle diabète opération ' +
  'cardiaque pulmonaire rénale hépatique abdomen thorax genou épaule gauche droite antécédents chirurgicaux allergie pénicilline amoxicilline ' +
  'consultation suivi contrôle créatinine glycémie hémoglobine plaquettes leucocytes normale anormale élevée positif négative aiguë chronique ' +
  'œdème cæcum fracture post-opératoire sans complication retour domicile infirmière kinésithérapie ordonnance comprimé matin soir semaines';
const linking =
  'le la les de du des un une et à au en pour avec dans sur par est sont a été d’une l’examen n’est pas qu’il'.split(' ');
const frequent = common.split(' ');
const beginnings = 'cardio neuro gastro hépato néphro ostéo dermato pneumo hémato endo angio arthro myo rhino oto crânio'.split(
  ' ',
);
const middles = 'lo pa gra sco to mé thé ri va né sa ci du bo'.split(' ');
const endings = 'gie tion tomie scopie pathie plastie ose ite émie urie gramme ique ale euse'.split(' ');

/**
 * About `size` characters of a report: common words, and rarer ones: at 20,000 characters as many different words as four published
 * examples have together, cut to that length.
 */
export function report(seed: number, size: number): string {
  const roll = dice(seed * 7919 + 1);
  const pick = (list: readonly string[]): string => list[roll(list.length)] ?? '';
  const rare = (): string => `${pick(beginnings)}${pick(middles)}${roll(3) === 0 ? pick(middles) : ''}${pick(endings)}`;
  let text = '';
  for (let n = 0; text.length < size; n++) {
    const kind = roll(100);
    const word = kind < 42 ? pick(linking) : kind < 82 ? pick(frequent) : kind < 96 ? rare() : `${roll(300)},${roll(10)} mmol/L`;
    text += `${word}${n % 14 === 13 ? '.\n' : ' '}`;
  }
  return text;
}

/** A CDA N3 with these sections, header and all that this folder reads of it. */
export function cdaOf(
  title: string,
  sections: readonly { readonly title: string; readonly text: string }[],
  author = 'Irène Stéthance',
): Buffer {
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const [family, given] = author.split(' ').reverse();
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3"><code code="11488-4" displayName="CR de consultation"/><title>${escaped(title)}</title>
<author><assignedAuthor><assignedPerson><name><given>${given ?? ''}</given><family>${family ?? ''}</family></name></assignedPerson>
<representedOrganization><name>Clinique des Nuées</name></representedOrganization></assignedAuthor></author>
<component><structuredBody>${sections
    .map(
      (one) =>
        `<component><section><title>${escaped(one.title)}</title><text>${one.text
          .split('\n')
          .map((line) => `<paragraph>${escaped(line)}</paragraph>`)
          .join('')}</text></section></component>`,
    )
    .join('')}</structuredBody></component></ClinicalDocument>`);
}
