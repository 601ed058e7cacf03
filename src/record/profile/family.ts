import { isObject, type Json, objects, text } from '#fhir';
import { given, joined, labelOf, notesOf, plain, thingOf, wordsOf } from './concept.ts';

import type { Around, Said } from './statement.ts';
import { dayOf, endOf, isBefore, keptAt, momentOf } from './when.ts';

/** What a relative has or had: a line for each disease of each relation. */
export function familySaid(history: Json): readonly Said[] {
  const relation = labelOf(history.relationship);
  return objects(history.condition).flatMap((condition): Said[] => {
    const thing = thingOf(condition.code);
    if (thing === undefined) return [];
    const [first, ...others] = thing.names.map((name) => `${plain(relation ?? '')} ${name}`);
    const age = isObject(condition.onsetAge) ? condition.onsetAge.value : undefined;
    return [
      {
        section: 'family',
        ...thing,
        names: [first ?? '', ...others],
        ...joined(
          relation,
          typeof age === 'number' ? `à ${age} ans` : wordsOf(text(condition.onsetString)),
          notesOf(condition),
          notesOf(history),
        ),
        ended: false,
        severe: false,
        ...given('at', momentOf(history.date, keptAt(history))),
      },
    ];
  });
}

/** Somebody close to the person: who to tell, whom to trust. */
export function relativeSaid(person: Json, { today }: Around): readonly Said[] {
  const name = nameOf(objects(person.name)[0]);
  if (name === undefined) return [];
  const until = dayOf(endOf(person.period));
  const telephone = objects(person.telecom).find(({ system, value }) => system !== 'email' && text(value) !== undefined);
  const relations = objects(person.relationship).flatMap((one) => labelOf(one) ?? []);
  const [relation] = objects(person.relationship);
  const { code } = thingOf(relation) ?? {};
  return [
    {
      section: 'relatives',
      label: name,
      ...(code === undefined ? {} : { code }),
      names: [`words ${plain(name)}`],
      ...joined(relations.length === 0 ? undefined : relations.join(', '), wordsOf(text(telephone?.value))),
      ended: person.active === false || isBefore(until, today),
      severe: false,
      ...given('at', keptAt(person)),
    },
  ];
}

function nameOf(name: Json | undefined): string | undefined {
  if (name === undefined) return undefined;
  const given = Array.isArray(name.given) ? name.given.filter((one) => typeof one === 'string') : [];
  return wordsOf(text(name.text)) ?? wordsOf([...given, text(name.family) ?? ''].join(' '));
}
