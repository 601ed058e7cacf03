import type { CodedValue } from '#kernel';
import { conceptOf } from '#terminology';
import { printed } from '../../../pdf/print.ts';
import type { Ii } from '../../header.ts';
import { pdfCopy } from '../copy.ts';
import { buildN3 } from '../document.ts';
import type { CdaDraft, Section } from '../draft.ts';
import { malformed, missing, toCome, unknownCode } from '../form/refusals.ts';
import { idsOf } from '../ids.ts';

/** Who, for whom, when and in which version: what every document says before it says anything. The rest is the model's. */
export type Heading = Omit<CdaDraft, 'templateIds' | 'type' | 'title' | 'prescriber' | 'order'> & {
  /** The model's own title when absent. */
  readonly title?: string;
};

/** A document and its printed form. */
export interface Built {
  /** CDA R2 in UTF-8. */
  readonly xml: Buffer;
  /** PDF/A-1 of the same words; made when it is asked for, for it takes longer than the document. */
  pdf(): Buffer;
}

/** What a model makes of a form, before it is written. */
export interface Composed {
  readonly draft: CdaDraft;
  readonly sections: readonly Section[];
  /** The model wants its printed form inside itself (FR-Document-PDF-copie). */
  readonly copy: boolean;
}

/** What the sections of a document are made with. */
export interface Workshop {
  readonly ids: () => Ii;
  readonly zone: string;
}

export function workshop(heading: Heading): Workshop {
  return { ids: idsOf(heading.id), zone: heading.zone ?? 'Europe/Paris' };
}

/** Writes the document and prints it; what is printed is what the narrative says. */
export function written({ draft, sections, copy }: Composed): Built {
  if (!copy) return { xml: buildN3(draft, sections), pdf: () => printed(draft, sections) };
  const pdf = printed(draft, sections);
  const ids = idsOf({ root: draft.id.root, extension: `${draft.id.extension ?? ''}/copy` });
  return { xml: buildN3(draft, [...sections, pdfCopy(pdf, [ids(), ids(), ids()])]), pdf: () => pdf };
}

/** The type of the model, by its code in JDV_J07. */
export function documentType(code: string): CodedValue {
  const type = conceptOf('documentType', code);
  if (type === undefined) throw new Error(`JDV_J07 holds no ${code}`);
  return type;
}

/**
 * Refuses a heading that the CI-SIS refuses: `documents.unknown-code` (specialty, place and kind of care), `documents.future-date`,
 * `documents.form-missing` (an author without a name), `documents.form-malformed`.
 */
export function checkHeading(heading: Heading, now: Date): void {
  const listed = (
    list: 'authorSpecialty' | 'practiceSetting' | 'facilityType',
    { code, system }: CodedValue,
    at: string,
  ): void => {
    if (conceptOf(list, code, system) === undefined) throw unknownCode(at, code);
  };
  const parties = {
    author: heading.author,
    legalAuthenticator: heading.legalAuthenticator,
    attendingPhysician: heading.attendingPhysician,
  };
  for (const [at, party] of Object.entries(parties)) {
    if (party === undefined) continue;
    listed('authorSpecialty', party.specialty, `${at}.specialty`);
    listed('practiceSetting', party.structure.practiceSetting, `${at}.structure.practiceSetting`);
    listed('facilityType', party.structure.facilityType, `${at}.structure.facilityType`);
    for (const name of ['family', 'given'] as const) if (party[name].trim() === '') throw missing(`${at}.${name}`);
  }
  const { start, end } = heading.event;
  for (const [at, moment] of Object.entries({ effectiveTime: heading.effectiveTime, 'event.start': start, 'event.end': end })) {
    if (moment === undefined) continue;
    if (Number.isNaN(moment.getTime())) throw malformed(at, 'une date', 'a date');
    if (moment > now) throw toCome(at);
  }
  if (end !== undefined && end < start) throw malformed('event.end', 'après le début', 'after the start');
  if (!Number.isInteger(heading.version) || heading.version < 1)
    throw malformed('version', 'un nombre entier à partir de 1', 'a whole number from 1');
}
