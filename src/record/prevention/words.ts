import type { Sentence } from '#kernel';
import { ageWords } from './day.ts';
import type { Verdict } from './judge.ts';
import type { Rule } from './rule.ts';

/** A verdict as a sentence to the person; its days are beside it, for the page to write. */
export function sentenceOf(rule: Rule, verdict: Verdict): Sentence {
  const { state, step, from } = verdict;
  const what = step?.said;
  const colon = (fr: string, en: string): Sentence =>
    what === undefined ? { fr: `${fr}.`, en: `${en}.` } : { fr: `${fr} : ${what.fr}.`, en: `${en}: ${what.en}.` };
  switch (state) {
    case 'due':
      return colon('À faire', 'To do');
    case 'soon':
      return colon('Bientôt', 'Soon');
    case 'later':
      return colon('Plus tard', 'Later');
    case 'done':
      if (from === undefined) return { fr: 'C’est fait.', en: 'Done.' };
      return what === undefined
        ? { fr: 'C’est fait pour le moment.', en: 'Done for now.' }
        : { fr: `C’est fait pour le moment. Ensuite : ${what.fr}.`, en: `Done for now. Next: ${what.en}.` };
    case 'notForYou':
      return notForYou(rule, verdict);
  }
}

function notForYou(rule: Rule, { not }: Verdict): Sentence {
  switch (not) {
    case 'sex':
      return rule.sex === 'F'
        ? { fr: 'Ce rendez-vous concerne les femmes.', en: 'This is for women.' }
        : { fr: 'Ce rendez-vous concerne les hommes.', en: 'This is for men.' };
    case 'born': {
      const year = rule.bornFrom?.slice(0, 4) ?? '';
      return { fr: `Concerne les personnes nées depuis ${year}.`, en: `For people born since ${year}.` };
    }
    case 'said':
      return { fr: 'Noté dans le carnet : pas concerné.', en: 'Noted in the record: not concerned.' };
    case 'young': {
      const age = ageWords(rule.is === 'series' ? rule.steps[0].from : rule.from);
      return { fr: `À partir de ${age.fr}.`, en: `From the age of ${age.en}.` };
    }
    default:
      return { fr: 'L’âge prévu est passé.', en: 'The age for it has passed.' };
  }
}
