import { choiceOf } from './choices/index.ts';
import { plain, type Thing } from './concept.ts';
import type { ProfileSection } from './line.ts';

/** With the name that we have for it, so that « cacahuètes » and « Arachide » are one thing. */
export function knownAs(section: ProfileSection, thing: Thing | undefined): Thing | undefined {
  const choice = thing && choiceOf(section, thing.label);
  if (thing === undefined || choice === undefined) return thing;
  const own = `words ${plain(choice.label)}`;
  return thing.names.includes(own) ? thing : { ...thing, names: [...thing.names, own] };
}
