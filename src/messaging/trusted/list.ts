import { attributeOf, childOf, childrenOf, readXml, textOf, type XmlElement } from '#xml';
import { malformedList } from './refusals.ts';

/** A domain whose operator messages are exchanged with. */
export interface TrustedDomain {
  /** Lower case. */
  readonly name: string;
  readonly operator: string;
  /** How its operator's certificate is known; without either the certificate must name the domain. */
  readonly certificate?: {
    /** RFC 4514. */
    readonly subject?: string;
    /** SHA-256, 64 hexadecimal digits, lower case. */
    readonly fingerprint?: string;
  };
  /** Where it is reached, instead of what DNS says (MX): for tests and for networks of their own. */
  readonly relay?: { readonly host: string; readonly port: number };
}

export interface TrustedList {
  readonly issuedAt: Date;
  readonly endsAt: Date;
  readonly domains: readonly TrustedDomain[];
}

const whitelist = 'https://listeblanche.mssante.fr/schema';
const mostDomains = 20_000;
export const mostBytes = 8 * 1024 * 1024;

/**
 * Reads a list. The elements `Domaine/Nom` are those of the public list of MSSanté; dates, certificate and relay are ours and stand beside them:
 *
 *     <ListeBlanche xmlns="https://listeblanche.mssante.fr/schema" emission="2026-11-22T00:00:00Z" fin="2027-01-22T00:00:00Z">
 *       <Domaine><Nom>chu.exemple.fr</Nom><Operateur>CHU Exemple</Operateur>
 *         <Certificat sujet="CN=…,O=…,C=FR" empreinte="…"/><Relais>mx.chu.exemple.fr:25</Relais></Domaine>
 *     </ListeBlanche>
 *
 * At most 8 MiB, 20,000 domains, each once. Refuses `messaging.trust-malformed` with the place, and what `#xml` refuses. Does not look at the dates.
 */
export function readTrustedList(bytes: Buffer): TrustedList {
  if (bytes.length > mostBytes) throw malformedList('/');
  const { root } = readXml(bytes);
  if (root.name !== 'ListeBlanche' || root.namespace !== whitelist) throw malformedList('/ListeBlanche');
  const elements = childrenOf(root, 'Domaine');
  if (elements.length > mostDomains) throw malformedList('Domaine');
  const domains = elements.map(domainOf);
  const names = new Set(domains.map(({ name }) => name));
  if (names.size !== domains.length) throw malformedList('Domaine/Nom');
  const [issuedAt, endsAt] = [dateOf(root, 'emission'), dateOf(root, 'fin')];
  if (endsAt <= issuedAt) throw malformedList('/ListeBlanche/@fin');
  return { issuedAt, endsAt, domains };
}

function domainOf(element: XmlElement): TrustedDomain {
  const name = textIn(element, 'Nom').toLowerCase();
  if (!isDomain(name)) throw malformedList('Domaine/Nom');
  const given = childOf(element, 'Certificat');
  const certificate = given === undefined ? undefined : certificateOf(given);
  const relay = textIn(element, 'Relais');
  return {
    name,
    operator: textIn(element, 'Operateur').slice(0, 200) || name,
    ...(certificate === undefined ? {} : { certificate }),
    ...(relay === '' ? {} : { relay: relayOf(relay) }),
  };
}

function certificateOf(element: XmlElement): NonNullable<TrustedDomain['certificate']> {
  const subject = attributeOf(element, 'sujet');
  const fingerprint = attributeOf(element, 'empreinte')?.replaceAll(':', '').toLowerCase();
  if (subject === undefined && fingerprint === undefined) throw malformedList('Domaine/Certificat');
  if (subject !== undefined && (subject.trim() === '' || subject.length > 1000)) throw malformedList('Domaine/Certificat/@sujet');
  if (fingerprint !== undefined && !/^[0-9a-f]{64}$/.test(fingerprint)) throw malformedList('Domaine/Certificat/@empreinte');
  return { ...(subject === undefined ? {} : { subject }), ...(fingerprint === undefined ? {} : { fingerprint }) };
}

function relayOf(text: string): NonNullable<TrustedDomain['relay']> {
  const m = /^(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9.-]{1,253}):(\d{1,5})$/.exec(text);
  const port = Number(m?.[2]);
  if (m === null || !(port > 0 && port < 65_536)) throw malformedList('Domaine/Relais');
  return { host: (m[1] ?? '').replace(/^\[|\]$/g, ''), port };
}

function dateOf(root: XmlElement, name: string): Date {
  const text = attributeOf(root, name) ?? '';
  const date = new Date(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text) ? text : Number.NaN);
  if (Number.isNaN(date.getTime())) throw malformedList(`/ListeBlanche/@${name}`);
  return date;
}

function textIn(element: XmlElement, name: string): string {
  const found = childOf(element, name);
  return found === undefined ? '' : textOf(found).trim();
}

export const isDomain = (text: string): boolean =>
  text.length <= 253 && /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+$/.test(text);
