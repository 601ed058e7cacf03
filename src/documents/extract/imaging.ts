import { attributeOf, childOf, childrenOf, type XmlElement } from '#xml';
import { absentConcept, type Coding, codeOf, codingOf } from './coded.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { taken } from './missed.ts';
import { listed, statementsIn, textIn } from './related.ts';
import { momentOf } from './time.ts';

/** DCM codes of the acts of a DICOM object catalogue. */
export const study = '113014';
const modalityName = '121139';
const uidShape = /^[0-2](?:\.(?:0|[1-9]\d*))+$/;

/** A study of the DICOM object catalogue as an ImagingStudy: its series, their modality and instances. Undefined, and kept, without a UID. */
export function imagingStudyFrom(act: XmlElement, place: Place): string | undefined {
  const uid = uidOf(act);
  if (uid === undefined) return void place.keep('no-fact', act);
  const series = statementsIn(act, 'act').flatMap((each) => listed(seriesOf(each)));
  const modalities = new Map(series.map(({ modality }) => [modality?.code, modality]));
  return place.add('ImagingStudy', act, {
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }],
    status: 'available',
    modality: [...modalities.values()],
    subject: { reference: place.patient },
    started: momentOf(childOf(act, 'effectiveTime')),
    numberOfSeries: series.length,
    numberOfInstances: series.reduce((sum, { instance }) => sum + instance.length, 0),
    description: textIn(act, place),
    series,
  });
}

interface Series extends Fields {
  readonly modality: Coding | undefined;
  readonly instance: readonly Fields[];
}

function seriesOf(act: XmlElement): Series | undefined {
  const uid = uidOf(act);
  if (uid === undefined) return undefined;
  taken(act);
  const code = childOf(act, 'code');
  const modality =
    code === undefined ? undefined : childrenOf(code, 'qualifier').find((each) => codeOf(childOf(each, 'name')) === modalityName);
  const value = modality && childOf(modality, 'value');
  const instance = statementsIn(act, 'observation').flatMap((each) => listed(instanceOf(each)));
  const coding = (value && codingOf(value)) ?? absentConcept().coding?.[0];
  return {
    uid,
    modality: coding,
    started: momentOf(childOf(act, 'effectiveTime')),
    numberOfInstances: instance.length,
    instance,
  };
}

function instanceOf(observation: XmlElement): Fields | undefined {
  const uid = uidOf(observation);
  const sopClass = codeOf(childOf(observation, 'code'));
  if (uid === undefined || sopClass === undefined || !uidShape.test(sopClass)) return undefined;
  taken(observation);
  return { uid, sopClass: { system: 'urn:ietf:rfc:3986', code: `urn:oid:${sopClass}` } };
}

function uidOf(element: XmlElement): string | undefined {
  const id = childOf(element, 'id');
  const root = id && attributeOf(id, 'root')?.trim();
  return root !== undefined && root.length <= 64 && uidShape.test(root) ? root : undefined;
}
