import { nameWords } from '../name.ts';

/*
 * What each step does is told beside it; the steps run in this order over capital letters without accents. Digits stand for sounds that no
 * letter writes alone: 1 for an/en, 2 for in/un, 3 for on, 4 for ch, 5 for a hard g before e or i.
 */
const steps: readonly (readonly [RegExp, string])[] = [
  [/Y/g, 'I'],
  [/(?<=[AEIOU])S(?=[AEIOU])/g, 'Z'], // one s between vowels; two are heard as s
  [/(.)\1+/g, '$1'],
  [/PH/g, 'F'],
  [/SCH|SH/g, 'CH'],
  [/CH(?=[LRNT])/g, 'K'],
  [/CH/g, '4'],
  [/GN/g, 'NI'],
  [/BV/g, 'V'],
  [/S?C(?=[EI])/g, 'S'],
  [/CQU?|QU?|CK|C/g, 'K'],
  [/GU(?=[EI])/g, '5'],
  [/GE(?=[AOU])|G(?=[EI])/g, 'J'],
  [/H/g, ''],
  [/W/g, 'V'],
  [/X(?=.)/g, 'KS'],
  [/EAU|AU/g, 'O'],
  [/OEU|EU|OE/g, 'E'],
  [/IEN(?![AEIOUN])/g, 'I2'],
  [/(AIN|EIN|IN|UN)(?![AEIOUN])|(AIM|IM|UM)(?=[BP])/g, '2'],
  [/(AN|EN)(?![AEIOUN])|(AM|EM)(?=[BP])/g, '1'],
  [/ON(?![AEIOUN])|OM(?=[BP])/g, '3'],
  [/AI|EI/g, 'E'],
  [/OU/g, 'U'],
  [/(?<=O)L(?=[TD]S?$)/g, ''],
  [/(?<=..)(ER|E[STZ]?|[STDXZP]+)$/, ''], // not heard at the end, or written in too many ways: e, é, er, ez, et
  [/5/g, 'G'],
  [/(.)\1+/g, '$1'],
];

const longest = 16;
const mostKept = 20_000;
const kept = new Map<string, string>();

/**
 * How a French name sounds, roughly: names that are said alike come to one short text (`DUPONT`, `Dupond`; `Gauthier`, `GOTIER`). For finding
 * people, never for showing nor for saying that two names are one.
 *
 * In:  a name in any spelling. Out: at most 16 letters and digits, empty when there is no letter.
 * Names from other languages come to something stable too, by French rules. Cases in `spec/ins/sound.json`.
 */
export function soundOf(name: string): string {
  const known = kept.get(name);
  if (known !== undefined) return known;
  const plain = nameWords(name).join('');
  const sound =
    steps.reduce((text, [pattern, by]) => text.replace(pattern, by), plain).slice(0, longest) || plain.slice(0, longest);
  if (kept.size >= mostKept) kept.clear();
  kept.set(name, sound);
  return sound;
}
