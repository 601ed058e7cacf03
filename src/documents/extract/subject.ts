import { childOf, type XmlElement } from '#xml';
import { codeOf, conceptOf } from './coded.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { momentOf } from './time.ts';

/**
 * Who a statement is about when not the patient: its own subject, else that of what it stands in, up to the section. A child's certificate
 * tells the mother's smoking, a mother's record the weight of her newborn: neither may become the patient's. Kinship, sex and birth are told
 * in words, so that two children of one mother stay apart. Undefined when it is about the patient.
 */
export function otherSubjectOf(statement: XmlElement, { narrative }: Place): Fields | undefined {
  const related = relatedTo(statement);
  if (related === undefined) return undefined;
  const who = conceptOf(childOf(related, 'code'), narrative);
  const sex = conceptOf(childOf(related, 'subject', 'administrativeGenderCode'), narrative);
  const birth = momentOf(childOf(related, 'subject', 'birthTime'));
  const words = [who?.coding?.[0]?.display ?? who?.text, sex?.coding?.[0]?.display, birth].filter((each) => each !== undefined);
  return { type: 'RelatedPerson', display: words.join(', ') || 'Proche' };
}

export const isAboutOther = (statement: XmlElement): boolean => relatedTo(statement) !== undefined;

/** Every statement of a section asks the same question of the same ancestors: the answer of each is remembered as long as the tree lives. */
const remembered = new WeakMap<XmlElement, XmlElement | 'patient'>();

function relatedTo(statement: XmlElement): XmlElement | undefined {
  const found = nearest(statement);
  return found === 'patient' ? undefined : found;
}

function nearest(element: XmlElement | undefined): XmlElement | 'patient' {
  if (element === undefined || element.name === 'structuredBody') return 'patient';
  const known = remembered.get(element);
  if (known !== undefined) return known;
  const related = childOf(element, 'subject', 'relatedSubject');
  const self = related !== undefined && codeOf(childOf(related, 'code')) === 'SELF';
  const answer = self ? 'patient' : (related ?? nearest(element.parent));
  remembered.set(element, answer);
  return answer;
}
