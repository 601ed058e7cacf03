/** Reports that look like French ones, the same for the same seed: common words in most of them, rare ones in a few. */

const linking = 'le la les de du des un une et à au en pour avec dans sur par est sont n’est pas d’une'.split(' ');
const common = (
  'patient patiente douleur fièvre traitement examen résultat bilan scanner hypertension artérielle diabète opération cardiaque pulmonaire ' +
  'rénale abdomen thorax genou épaule gauche droite antécédents allergie amoxicilline consultation suivi contrôle créatinine glycémie ' +
  'hémoglobine plaquettes normale élevée positif négatif aiguë chronique œdème fracture complication retour domicile ordonnance semaines'
).split(' ');
const beginnings = 'cardio neuro gastro hépato néphro ostéo dermato pneumo hémato endo angio arthro myo rhino oto crânio'.split(
  ' ',
);
const middles = 'lo pa gra sco to mé thé ri va né sa ci du bo'.split(' ');
const endings = 'gie tion tomie scopie pathie plastie ose ite émie urie gramme ique ale euse'.split(' ');

/** About so many characters, a paragraph a line. */
export function report(seed: number, characters: number): string {
  let state = (seed * 7919 + 1) >>> 0;
  const pick = (list: readonly string[]): string => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return list[Math.floor((state / 2 ** 32) * list.length)] ?? '';
  };
  const kinds = [...'llllcccccr'];
  let text = '';
  for (let n = 1; text.length < characters; n++) {
    const kind = pick(kinds);
    const rare = `${pick(beginnings)}${pick(middles)}${pick(middles)}${pick(endings)}`;
    text += `${kind === 'l' ? pick(linking) : kind === 'c' ? pick(common) : rare}${n % 14 === 0 ? '.\n' : ' '}`;
  }
  return text;
}
