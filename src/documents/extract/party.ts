import { attributeOf, childOf, childrenOf, textOf, type XmlElement } from '#xml';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { oneLine } from './narrative.ts';
import { listed } from './related.ts';

/**
 * Someone who takes part, as a logical reference: an identifier and a name, for no resource stands behind. The type is given for what is
 * sure only. Undefined when there is neither.
 */
export function partyOf(role: XmlElement | undefined): Fields | undefined {
  if (role === undefined) return undefined;
  const person = childOf(role, 'assignedPerson') ?? childOf(role, 'playingEntity') ?? childOf(role, 'relatedPerson');
  const organization = organizationOf(role);
  const device = childOf(role, 'assignedAuthoringDevice');
  const name = (person && personName(person)) ?? (device && deviceName(device)) ?? organization?.name;
  const [own] = identifiersOf(role);
  const identifier = own ?? (name === organization?.name ? organization?.identifier : undefined);
  if (name === undefined && identifier === undefined) return undefined;
  return {
    type: device !== undefined ? 'Device' : person !== undefined ? 'Practitioner' : 'Organization',
    identifier,
    display: name,
  };
}

const mostParties = 20;

/** The parties of an element's participations: performer, author … */
export function partiesOf(element: XmlElement, ...names: string[]): Fields[] {
  const all = childrenOf(element, ...names).slice(0, mostParties);
  return all.flatMap((participation) => {
    const role = childrenOf(participation, 'assignedEntity', 'assignedAuthor', 'participantRole', 'relatedEntity')[0];
    return listed(partyOf(role));
  });
}

/** Those who performed, and the organisation for which each did: of a result one asks which laboratory it is from. */
export function performersOf(element: XmlElement): Fields[] {
  const all = childrenOf(element, 'performer').slice(0, mostParties);
  return all.flatMap((performer) => {
    const [role] = childrenOf(performer, 'assignedEntity', 'assignedAuthor', 'participantRole', 'relatedEntity');
    const own = partyOf(role);
    const organization = role && organizationOf(role);
    const known =
      organization === undefined || own?.type === 'Organization' || (organization.name ?? organization.identifier) === undefined;
    if (known) return listed(own);
    return [...listed(own), { type: 'Organization', identifier: organization.identifier, display: organization.name }];
  });
}

/** The organisation for which a role is held. */
export function organizationOf(
  role: XmlElement,
): { readonly name: string | undefined; readonly identifier: Fields | undefined } | undefined {
  const organization =
    childOf(role, 'representedOrganization') ??
    childOf(role, 'scopingEntity') ??
    childOf(role, 'representedCustodianOrganization');
  if (organization === undefined) return undefined;
  const named = childOf(organization, 'name') ?? childOf(organization, 'desc');
  return { name: named && oneLine(textOf(named)), identifier: identifiersOf(organization)[0] };
}

function personName(person: XmlElement): string | undefined {
  const name = childOf(person, 'name');
  if (name === undefined) return undefined;
  const parts = (part: string) => childrenOf(name, part).map((each) => textOf(each));
  return oneLine([...parts('prefix'), ...parts('given'), ...parts('family')].join(' ')) ?? oneLine(textOf(name));
}

function deviceName(device: XmlElement): string | undefined {
  const named = childOf(device, 'softwareName') ?? childOf(device, 'manufacturerModelName');
  return named && (oneLine(textOf(named)) ?? oneLine(attributeOf(named, 'displayName')));
}
