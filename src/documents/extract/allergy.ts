import { childOf, childrenOf, textOf, type XmlElement } from '#xml';
import { type Concept, codeOf, conceptOf, hl7Concept, saysNothingKnown } from './coded.ts';
import { severityOf, valueCode } from './condition.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { oneLine } from './narrative.ts';
import { partiesOf } from './party.ts';
import { isNegated, linkedBy, narrativeText, notesOf, observationCoded, statementsIn, statusOf, textIn } from './related.ts';
import { momentOf, periodOf } from './time.ts';

/** Type and category by the SNOMED CT concept of the kind. Source: CI-SIS, jeu de valeurs du type d'allergie; SNOMED CT hierarchy of 609328004 and 609433001. */
const kinds: Readonly<Record<string, readonly [type: string | undefined, category?: string]>> = {
  '416098002': ['allergy', 'medication'],
  '414285001': ['allergy', 'food'],
  '426232007': ['allergy', 'environment'],
  '609328004': ['allergy'],
  '419199007': ['allergy'],
  '609398007': ['intolerance', 'medication'],
  '59037007': ['intolerance', 'medication'],
  '235719002': ['intolerance', 'food'],
  '609433001': [undefined],
  '419511003': [undefined, 'medication'],
  '418471000': [undefined, 'food'],
};

const severities: Readonly<Record<string, string>> = {
  '255604002': 'mild',
  '371923003': 'moderate',
  '6736007': 'moderate',
  '371924009': 'severe',
  '24484000': 'severe',
  '442452003': 'severe',
};

/** A concern is over when it says so with a day: `completed` alone is written by habit, and would hide an allergy that stands. */
const isClosed = (concern: XmlElement): boolean =>
  statusOf(concern) === 'completed' && periodOf(childOf(concern, 'effectiveTime'))?.end !== undefined;

/** Every allergy of a concern act as an AllergyIntolerance. Answers true when one was made. */
export function allergiesFrom(concern: XmlElement, place: Place): boolean {
  const closed = isClosed(concern);
  const made = statementsIn(concern, 'observation').map((allergy) => allergyFrom(allergy, place, closed));
  return made.some((each) => each !== undefined);
}

/**
 * One allergy or intolerance: the agent is its participant, else its value, else its words. «mild to moderate» counts as the greater of the
 * two, for the lesser would reassure wrongly; the words stay beside. Undefined, and kept, when nothing names an agent.
 */
function allergyFrom(allergy: XmlElement, place: Place, closed: boolean): string | undefined {
  if (place.isFull) return void place.keep('too-many', allergy);
  const { narrative } = place;
  const value = conceptOf(childOf(allergy, 'value'), narrative);
  const agent = agentOf(allergy, place);
  const said = textIn(allergy, place);
  const code = agent ?? value ?? (said === undefined ? undefined : { text: said });
  if (code === undefined) return void place.keep('no-fact', allergy);
  const [type, category] = kinds[codeOf(childOf(allergy, 'code')) ?? ''] ?? [];
  const time = childOf(allergy, 'effectiveTime');
  const nothingKnown = saysNothingKnown(code);
  const criticality = valueCode(observationCoded(allergy, '82606-5'));
  const severity = severityOf(allergy, place);
  const severe = severity?.coding?.[0]?.display ?? severity?.text;
  return place.add('AllergyIntolerance', allergy, {
    text: narrativeText(allergy, place),
    identifier: identifiersOf(allergy),
    ...statusFields(allergy, closed, nothingKnown),
    type: nothingKnown ? undefined : type,
    category: category === undefined ? [] : [category],
    criticality: criticality === 'low' || criticality === 'high' || criticality === 'unable-to-assess' ? criticality : undefined,
    code,
    patient: { reference: place.patient },
    onsetDateTime: periodOf(time)?.start ?? momentOf(time),
    asserter: partiesOf(allergy, 'author')[0],
    note: notesOf(
      allergy,
      place,
      agent !== undefined && value?.coding === undefined ? value?.text : undefined,
      // R4 has a severity for each reaction only; that of the allergy itself is told in words.
      severe === undefined ? undefined : `Sévérité : ${severe}`,
    ),
    reaction: reactionsOf(allergy, place, agent === undefined ? undefined : value),
  });
}

function statusFields(allergy: XmlElement, closed: boolean, nothingKnown: boolean): Fields {
  const told = valueCode(observationCoded(allergy, '33999-4'));
  const status = told === 'active' || told === 'inactive' || told === 'resolved' ? told : closed ? 'resolved' : 'active';
  const certainty = valueCode(observationCoded(allergy, '66455-7'));
  const known = certainty === 'confirmed' || certainty === 'unconfirmed' || certainty === 'refuted';
  const verification = isNegated(allergy) && !nothingKnown ? 'refuted' : known ? certainty : undefined;
  return {
    clinicalStatus: hl7Concept('allergyintolerance-clinical', nothingKnown ? 'active' : status),
    verificationStatus: verification && hl7Concept('allergyintolerance-verification', verification),
  };
}

function agentOf(allergy: XmlElement, { narrative }: Place): Concept | undefined {
  for (const participant of childrenOf(allergy, 'participant')) {
    const entity = childOf(participant, 'participantRole', 'playingEntity');
    const name = entity && childOf(entity, 'name');
    const coded = entity && conceptOf(childOf(entity, 'code'), narrative);
    const text = coded?.text ?? (name && oneLine(textOf(name)));
    if (coded !== undefined || text !== undefined) return { ...coded, ...(text !== undefined && { text }) };
  }
  return undefined;
}

/** The reactions (MFST); where the agent is known, the coded value of the allergy itself is one too. */
function reactionsOf(allergy: XmlElement, place: Place, value: Concept | undefined): Fields[] {
  const told = linkedBy(allergy, 'MFST', 'observation').flatMap((reaction) => {
    const said = textIn(reaction, place);
    const manifestation =
      conceptOf(childOf(reaction, 'value'), place.narrative) ?? (said === undefined ? undefined : { text: said });
    if (manifestation === undefined) return [];
    const severity = severityOf(reaction, place);
    const time = childOf(reaction, 'effectiveTime');
    const onset = periodOf(time)?.start ?? momentOf(time);
    const level = severities[severity?.coding?.[0]?.code ?? ''];
    return [
      {
        manifestation: [manifestation],
        onset,
        severity: level,
        note: severity?.coding?.[0]?.display && [{ text: severity.coding[0].display }],
      },
    ];
  });
  return value?.coding === undefined ? told : [{ manifestation: [value] }, ...told];
}
