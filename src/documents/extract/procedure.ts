import { childOf, childrenOf, type XmlElement } from '#xml';
import { conceptOf } from './coded.ts';
import { reasonOf } from './condition.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { observationFrom } from './observation.ts';
import { partiesOf } from './party.ts';
import { isNegated, linkedBy, moodOf, narrativeText, notesOf, statementsIn, statusOf, textIn } from './related.ts';
import { requestFrom } from './request.ts';
import { whenOf } from './time.ts';

const imaging = { coding: [{ system: 'http://snomed.info/sct', code: '363679005' }], text: 'Imagerie' };

const statuses: Readonly<Record<string, string>> = {
  completed: 'completed',
  normal: 'completed',
  active: 'in-progress',
  held: 'on-hold',
  suspended: 'on-hold',
  new: 'preparation',
  aborted: 'stopped',
  cancelled: 'not-done',
  nullified: 'entered-in-error',
};

/**
 * An act as a Procedure, one to come as a ServiceRequest; a denied one is `not-done`. Observations inside stand by themselves, part of it.
 * Undefined, and kept, when nothing names it.
 */
export function procedureFrom(entry: XmlElement, place: Place, category?: 'imaging'): string | undefined {
  if (moodOf(entry) !== 'EVN') return requestFrom(entry, place);
  const { narrative } = place;
  const said = textIn(entry, place);
  const code = conceptOf(childOf(entry, 'code'), narrative) ?? (said === undefined ? undefined : { text: said });
  if (code === undefined) return void place.keep('no-fact', entry);
  const parties = [...partiesOf(entry, 'performer'), ...partiesOf(entry, 'participant')];
  const reference = place.add('Procedure', entry, {
    text: narrativeText(entry, place),
    identifier: identifiersOf(entry),
    status: isNegated(entry) ? 'not-done' : (statuses[statusOf(entry)] ?? 'unknown'),
    category: category === 'imaging' ? imaging : undefined,
    code,
    subject: { reference: place.patient },
    ...whenOf('performed', childOf(entry, 'effectiveTime')),
    recorder: partiesOf(entry, 'author')[0],
    performer: parties.map((actor) => ({ actor })),
    reasonCode: linkedBy(entry, 'RSON').map((reason) => reasonOf(reason, place)),
    bodySite: childrenOf(entry, 'targetSiteCode').map((site) => conceptOf(site, narrative)),
    note: [...notesOf(entry, place), ...mannerOf(entry, place)],
  });
  const reasons = new Set(linkedBy(entry, 'RSON'));
  for (const inner of statementsIn(entry, 'observation'))
    if (!reasons.has(inner)) observationFrom(inner, place, { category: 'procedure' });
  return reference;
}

/** Approach and method, for which a Procedure has no place of its own. */
function mannerOf(entry: XmlElement, { narrative }: Place): Fields[] {
  const say = (label: string, name: string) =>
    childrenOf(entry, name).flatMap((code) => {
      const concept = conceptOf(code, narrative);
      const words = concept?.text ?? concept?.coding?.[0]?.display;
      return words === undefined ? [] : [{ text: `${label} : ${words}` }];
    });
  return [...say('Méthode', 'methodCode'), ...say("Voie d'abord", 'approachSiteCode')];
}
