import { codedOf, fullIdsOf, timestampOf } from './fields.ts';
import type { CdaAuthor, CdaStructure } from './header.ts';
import { missing } from './refusals.ts';
import { all, type Element, find, textOf } from './tree.ts';

/** The authors, at least one; a person, or else the device that wrote. Refuses `cda.missing`, `cda.bad-date`. */
export function authorsOf(document: Element): CdaAuthor[] {
  const authors = all(document, 'author').map((author, i) =>
    signerOf(author, find(author, 'assignedAuthor'), `author[${i + 1}]/time`),
  );
  if (authors.length === 0) throw missing({ fr: 'l’auteur', en: 'an author' }, 'author/assignedAuthor');
  return authors;
}

/** Who is responsible for the document, when the header says it. Refuses `cda.bad-date`. */
export function legalAuthenticatorOf(document: Element): CdaAuthor | undefined {
  const signer = find(document, 'legalAuthenticator');
  const entity = find(signer, 'assignedEntity');
  return entity === undefined ? undefined : signerOf(signer, entity, 'legalAuthenticator/time');
}

export function custodianOf(document: Element): CdaStructure | undefined {
  return structureOf(find(document, 'custodian', 'assignedCustodian', 'representedCustodianOrganization'));
}

function structureOf(organization: Element | undefined): CdaStructure | undefined {
  const [id] = fullIdsOf(organization);
  const name = textOf(find(organization, 'name'));
  if (id === undefined && name === undefined) return undefined;
  return { ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) };
}

function signerOf(participation: Element | undefined, assigned: Element | undefined, at: string): CdaAuthor {
  const [id] = fullIdsOf(assigned);
  const specialty = codedOf(find(assigned, 'code'));
  const structure = structureOf(find(assigned, 'representedOrganization'));
  const time = timestampOf(find(participation, 'time'), at)?.date;
  return {
    name: nameOf(assigned) ?? structure?.name ?? '',
    ...(id === undefined ? {} : { id }),
    ...(specialty === undefined ? {} : { specialty }),
    ...(structure === undefined ? {} : { structure }),
    ...(time === undefined ? {} : { time }),
  };
}

/** `Given FAMILY`, or the name as it is written when it has no parts, or the software's or the device's name. */
function nameOf(assigned: Element | undefined): string | undefined {
  const name = find(assigned, 'assignedPerson', 'name');
  const parts = [...all(name, 'given'), ...all(name, 'family')].map(textOf).filter((text) => text !== undefined);
  if (parts.length > 0) return parts.join(' ');
  const device = find(assigned, 'assignedAuthoringDevice');
  return textOf(name) ?? textOf(find(device, 'softwareName')) ?? textOf(find(device, 'manufacturerModelName'));
}
