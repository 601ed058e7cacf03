import { type Call, Refusal } from '#kernel';
import type { Sql } from '#store';
import type { MailboxKind } from '../mailboxes/mailbox.ts';
import { operatorOnly } from '../mailboxes/refusals.ts';
import { type Deed, monthOf } from './count.ts';
import { deedsOf, mailboxesOf, monthsKnown } from './figures.sql.ts';

/** What one kind of mailbox did with messages of one product (X-MSS-NIL; '' for those that name none), in one month. */
export interface ProductFigures {
  readonly kind: MailboxKind;
  readonly product: string;
  /** By deed: how many, how many bytes, in how many mailboxes. Absent: none. */
  readonly deeds: Readonly<Partial<Record<Deed, { readonly n: number; readonly bytes: number; readonly mailboxes: number }>>>;
}

export interface KindFigures {
  readonly kind: MailboxKind;
  /** At the end of the month, or now. */
  readonly open: number;
  readonly opened: number;
  readonly closed: number;
  /** Something was sent, received or removed in them. */
  readonly used: number;
  /** Distinct mailboxes that sent. */
  readonly senders: number;
}

export interface MonthFigures {
  /** `2026-11`, UTC. */
  readonly month: string;
  readonly products: readonly ProductFigures[];
  readonly mailboxes: readonly KindFigures[];
}

/** The operator's monthly indicators: numbers counted with the acts, by kind of mailbox and product. */
export interface Figures {
  /** In: `2026-11`; absent, the month of the call. Refuses `messaging.malformed-month`, `messaging.operator-only`. */
  of(call: Call, month?: string): Promise<MonthFigures>;
  /** Those with figures, newest first, at most 120. Refuses `messaging.operator-only`. */
  months(call: Call): Promise<readonly string[]>;
}

interface DeedRow {
  readonly kind: MailboxKind;
  readonly product: string;
  readonly what: Deed;
  readonly n: number;
  readonly bytes: number;
  readonly mailboxes: number;
}

export function openFigures({ store }: { readonly store: Sql }): Figures {
  const operators = ({ actor }: Call): void => {
    if (actor.kind !== 'operator') throw operatorOnly();
  };
  return {
    async of(call, asked = monthOf(call.at)) {
      operators(call);
      const [, year, month] = /^(2\d{3})-(0[1-9]|1[0-2])$/.exec(asked) ?? [];
      if (year === undefined) throw malformedMonth();
      const from = new Date(Date.UTC(Number(year), Number(month) - 1, 1));
      const to = new Date(Date.UTC(Number(year), Number(month), 1));
      const [rows, mailboxes] = await Promise.all([
        store.query<DeedRow>(deedsOf, [asked]),
        store.query<KindFigures>(mailboxesOf, [asked, from, to]),
      ]);
      const products = [...Map.groupBy(rows, ({ kind, product }) => `${kind} ${product}`).values()].flatMap((those) => {
        const [first] = those;
        if (first === undefined) return [];
        const deeds = Object.fromEntries(those.map(({ what, n, bytes, mailboxes: of }) => [what, { n, bytes, mailboxes: of }]));
        return [{ kind: first.kind, product: first.product, deeds }];
      });
      return { month: asked, products, mailboxes };
    },
    async months(call) {
      operators(call);
      return (await store.query<{ month: string }>(monthsKnown)).map(({ month }) => month);
    },
  };
}

const malformedMonth = (): Refusal =>
  new Refusal(
    'messaging.malformed-month',
    { fr: 'Un mois s’écrit année-mois : 2026-11.', en: 'A month is written year-month: 2026-11.' },
    { at: 'month' },
  );
