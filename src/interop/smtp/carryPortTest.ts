import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CarriedEnvelope, Carrier } from '#messaging';

/** How the operator at the other end behaves. */
export interface OtherOperator {
  /** Not in the trusted list any more. */
  readonly trusted?: false;
  readonly reachable?: false;
  readonly tls?: 'none' | 'stranger' | 'other name' | 'old';
  /** Wants a client certificate, and does not know our authority. */
  readonly knowsUs?: false;
  /** Answers to RCPT by the part before the @; `250 2.1.5` for all others. */
  readonly recipients?: Readonly<Record<string, string>>;
  readonly sender?: string;
  /** After the last byte; `gone`: it hangs up without an answer. */
  readonly afterData?: string;
  readonly mostBytes?: number;
  readonly eightBit?: false;
  readonly utf8?: false;
  readonly reports?: false;
}

export interface Received {
  readonly from: string;
  readonly recipients: readonly string[];
  /** Parameters as they came: `SIZE=12 BODY=8BITMIME`, `NOTIFY=SUCCESS,FAILURE`. */
  readonly parameters: readonly string[];
  readonly bytes: Buffer;
}

export interface PortGround {
  readonly carrier: Carrier;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

export const otherDomain = 'autre.mssante.fr';
const address = (local: string): string => `${local}@${otherDomain}`;
const to = (...locals: string[]): CarriedEnvelope => ({
  from: 'amelie.essai@exemple.mssante.fr',
  recipients: locals.map((local) => ({ address: address(local) })),
});
/** Dots at the beginnings of lines, long lines, an empty one at the end. */
const plain = Buffer.from(
  `Subject: essai\r\nMessage-ID: <1@exemple.mssante.fr>\r\n\r\n.\r\n..\r\n.fin\r\n${'x'.repeat(900)}\r\n\r\nFrom here\r\n\r\n`,
);
const eight = Buffer.from('Subject: essai\r\n\r\nà bientôt\r\n');

/** What every adapter of the port must do; `open` gives one with such an operator at the other end. */
export function testCarrierPort(adapter: string, open: (other: OtherOperator) => Promise<PortGround>): void {
  const title = (text: string): string => `RFC 5321, ${adapter}: ${text}`;
  const trying = async <T>(other: OtherOperator, work: (ground: PortGround) => Promise<T>): Promise<T> => {
    const ground = await open(other);
    try {
      return await work(ground);
    } finally {
      await ground.close();
    }
  };
  const outcomes = (other: OtherOperator, envelope: CarriedEnvelope, bytes = plain) =>
    trying(other, async ({ carrier, received }) => {
      const carriage = await carrier.carry(otherDomain, envelope, bytes);
      return { carriage, said: carriage.recipients.map(({ outcome, reply }) => [outcome, reply.slice(0, 9)]), received };
    });

  test(title('§4.5.2: the bytes arrive as they were given, once, with their envelope'), async () => {
    for (const bytes of [plain, eight]) {
      const { carriage, received } = await outcomes({}, to('un', 'deux'), bytes);
      assert.deepEqual(
        carriage.recipients.map(({ recipient, outcome }) => [recipient, outcome]),
        [
          [address('un'), 'delivered'],
          [address('deux'), 'delivered'],
        ],
      );
      assert.equal(received.length, 1);
      assert.equal(received[0]?.from, 'amelie.essai@exemple.mssante.fr');
      assert.deepEqual(received[0]?.recipients, [address('un'), address('deux')]);
      assert.deepEqual(received[0]?.bytes, bytes);
      assert.equal(carriage.reports, true);
    }
  });

  test(title('§4.2: each recipient has an outcome of their own, in the order of the envelope'), async () => {
    const recipients = { inconnu: '550 5.1.1 no such mailbox', plein: '452 4.2.2 mailbox full' };
    const { said, received } = await outcomes({ recipients }, to('inconnu', 'un', 'plein'));
    assert.deepEqual(
      said.map(([outcome]) => outcome),
      ['permanent', 'delivered', 'temporary'],
    );
    assert.equal(said[0]?.[1], '550 5.1.1');
    assert.deepEqual(received[0]?.recipients, [address('un')]);
  });

  test(title('§4.2.1: 4yz is tried again, 5yz is not, whenever it is said; no answer is no refusal'), async () => {
    const none = { recipients: { un: '550 5.1.1 no', deux: '451 4.3.0 later' } };
    assert.deepEqual((await outcomes(none, to('un', 'deux'))).said, [
      ['permanent', '550 5.1.1'],
      ['temporary', '451 4.3.0'],
    ]);
    const answers: [OtherOperator, string][] = [
      [{ sender: '550 5.7.1 not you' }, 'permanent'],
      [{ sender: '451 4.7.1 not now' }, 'temporary'],
      [{ afterData: '554 5.6.0 no' }, 'permanent'],
      [{ afterData: '421 4.3.2 going down' }, 'temporary'],
      [{ afterData: 'gone' }, 'temporary'],
      [{ reachable: false }, 'temporary'],
      [{ trusted: false }, 'permanent'],
    ];
    for (const [other, expected] of answers) {
      const { said } = await outcomes(other, to('un', 'deux'));
      assert.deepEqual([said[0]?.[0], said[1]?.[0]], [expected, expected], JSON.stringify(other));
    }
  });

  test(
    title(
      'RFC 3207, MSSanté #1: without TLS, with another’s certificate or with ours unknown nothing is handed over, and it is tried again',
    ),
    async () => {
      const others: OtherOperator[] = [
        { tls: 'none' },
        { tls: 'stranger' },
        { tls: 'other name' },
        { tls: 'old' },
        { knowsUs: false },
      ];
      for (const other of others) {
        const { carriage, said, received } = await outcomes(other, to('un'));
        assert.deepEqual([said[0]?.[0], received.length, carriage.reports], ['temporary', 0, false], JSON.stringify(other));
      }
    },
  );

  test(title('RFC 1870, 6152, 6531: what it could not take as it is is not sent'), async () => {
    assert.deepEqual((await outcomes({ mostBytes: 100 }, to('un'))).said, [['permanent', '552 5.3.4']]);
    const narrow = await outcomes({ eightBit: false }, to('un'), eight);
    assert.deepEqual([narrow.said, narrow.received], [[['permanent', '554 5.6.3']], []]);
    assert.deepEqual((await outcomes({ utf8: false }, to('hélène'))).said, [['permanent', '553 5.6.7']]);
    assert.equal((await outcomes({}, to('hélène'), eight)).said[0]?.[0], 'delivered');
  });

  test(
    title('RFC 3461 §4: what the sender asked for is passed on for each recipient; without the extension it is said so'),
    async () => {
      const asked: CarriedEnvelope = {
        from: 'amelie.essai@exemple.mssante.fr',
        ret: 'hdrs',
        envelopeId: 'QQ 314=159',
        recipients: [
          { address: address('un'), notify: ['success', 'failure'], originalRecipient: 'rfc822;un+a@exemple.mssante.fr' },
          { address: address('deux'), notify: ['never'] },
          { address: address('trois'), notify: ['never'] },
        ],
      };
      const { carriage, received } = await outcomes({}, asked);
      assert.deepEqual(
        [carriage.reports, carriage.recipients.map(({ outcome }) => outcome)],
        [true, ['delivered', 'delivered', 'delivered']],
      );
      const said = received.flatMap(({ parameters }) => parameters).join(' ');
      for (const part of ['RET=HDRS', 'ENVID=QQ+20314+3D159', 'NOTIFY=SUCCESS,FAILURE', 'ORCPT=rfc822;un+2Ba@exemple.mssante.fr'])
        assert.ok(said.includes(part), `${part} in ${said}`);
      assert.equal(said.match(/NOTIFY=NEVER/g)?.length, 2);
      const silent = await outcomes({ reports: false }, asked);
      assert.equal(silent.carriage.reports, false);
      assert.doesNotMatch(silent.received.flatMap(({ parameters }) => parameters).join(' '), /NOTIFY|RET|ENVID|ORCPT/);
    },
  );

  test(title('§4.5.5: a report has no sender'), async () => {
    const { received } = await outcomes({}, { ...to('un'), from: '' });
    assert.equal(received[0]?.from, '');
  });
}
