import type { Carriage, Carried, Carrier } from '#messaging';
import type { OtherOperator, Received } from './carryPortTest.ts';

/** An operator at the other end that answers as it is told, without a network: for demonstrations and tests. */
export interface SimulatedCarrier extends Carrier {
  readonly received: readonly Received[];
  /** How each domain behaves from now on; domains without an entry take everything. */
  behave(domain: string, other: OtherOperator): void;
}

export function openSimulatedCarrier(): SimulatedCarrier {
  const received: Received[] = [];
  const others = new Map<string, OtherOperator>();
  return {
    received,
    behave: (domain, other) => void others.set(domain, other),
    async carry(domain, envelope, bytes): Promise<Carriage> {
      const other = others.get(domain) ?? {};
      const reports = other.reports !== false;
      const all = (outcome: Carried['outcome'], reply: string, known = reports): Carriage => ({
        recipients: envelope.recipients.map(({ address }) => ({ recipient: address, outcome, reply })),
        reports: known,
      });
      if (other.trusted === false) return all('permanent', '550 5.7.1 this domain is not in the trusted list', false);
      if (other.reachable === false) return all('temporary', '451 4.4.1 no connection', false);
      if (other.tls !== undefined || other.knowsUs === false) return all('temporary', '451 4.4.1 no secure connection', false);
      const refused = cannotTake(other, bytes, [envelope.from, ...envelope.recipients.map(({ address }) => address)]);
      if (refused !== undefined) return all('permanent', refused);
      if (other.sender !== undefined) return all(judged(other.sender), other.sender);
      const recipients = envelope.recipients.map(({ address }): Carried => {
        const reply = other.recipients?.[address.slice(0, address.lastIndexOf('@'))] ?? other.afterData ?? '250 2.0.0 taken';
        return reply === 'gone'
          ? { recipient: address, outcome: 'temporary', reply: '451 4.4.2 the connection ended' }
          : { recipient: address, outcome: judged(reply), reply };
      });
      const taken = new Set(recipients.filter(({ outcome }) => outcome === 'delivered').map(({ recipient }) => recipient));
      if (taken.size > 0) {
        const those = envelope.recipients.filter(({ address }) => taken.has(address));
        received.push({
          from: envelope.from,
          recipients: those.map(({ address }) => address),
          parameters: reports ? those.flatMap((one) => parametersOf(one)).concat(messageParameters(envelope)) : [],
          bytes: Buffer.from(bytes),
        });
      }
      return { recipients, host: `mx.${domain}`, reports };
    },
  };
}

const judged = (reply: string): Carried['outcome'] =>
  reply.startsWith('2') ? 'delivered' : reply.startsWith('5') ? 'permanent' : 'temporary';

function cannotTake(
  { mostBytes, eightBit, utf8 }: OtherOperator,
  bytes: Buffer,
  addresses: readonly string[],
): string | undefined {
  if (mostBytes !== undefined && bytes.length > mostBytes) return '552 5.3.4 too large';
  if (eightBit === false && bytes.some((byte) => byte > 127)) return '554 5.6.3 takes no eight-bit message';
  if (utf8 === false && addresses.some((address) => !/^[\x20-\x7e]*$/.test(address))) return '553 5.6.7 takes no such address';
  return undefined;
}

const xtext = (text: string): string =>
  text.replaceAll(
    /[^\x21-\x2a\x2c-\x3c\x3e-\x7e]/g,
    (one) => `+${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );

function parametersOf({
  notify,
  originalRecipient,
}: {
  readonly notify?: readonly string[];
  readonly originalRecipient?: string;
}): string[] {
  return [
    ...(notify === undefined ? [] : [`NOTIFY=${notify.join(',').toUpperCase()}`]),
    ...(originalRecipient === undefined ? [] : [`ORCPT=${xtext(originalRecipient)}`]),
  ];
}

function messageParameters({ ret, envelopeId }: { readonly ret?: string; readonly envelopeId?: string }): string[] {
  return [
    ...(ret === undefined ? [] : [`RET=${ret.toUpperCase()}`]),
    ...(envelopeId === undefined ? [] : [`ENVID=${xtext(envelopeId)}`]),
  ];
}
