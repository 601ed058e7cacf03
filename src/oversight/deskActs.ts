import { isRecordId, type RecordId, recordIdOfHex } from '#kernel';
import { badOutcome } from './refusals.ts';

/** What may be done at the desk for a person. */
export const deskKinds = ['block', 'unblock', 'oppose', 'shorten', 'close', 'reopen', 'represent', 'unrepresent'] as const;
/** What is decided about two records, with nobody before the desk: two people always. */
export const linkKinds = ['merge', 'unmerge'] as const;
export type LinkKind = (typeof linkKinds)[number];
export type DeskKind = (typeof deskKinds)[number] | LinkKind;

/** Opens what was closed, closes everything, or hands the record to somebody: a second person confirms. */
const risky: ReadonlySet<DeskKind> = new Set(['unblock', 'close', 'reopen', 'represent', 'unrepresent', ...linkKinds]);
export const needsTwo = (kind: DeskKind): boolean => risky.has(kind);

export type DeskAsked =
  | { readonly kind: 'block' | 'unblock'; readonly professional: string }
  | { readonly kind: 'shorten'; readonly professional: string; readonly until: string }
  | { readonly kind: 'oppose'; readonly deposit?: boolean; readonly consultation?: boolean; readonly emergency?: boolean }
  | { readonly kind: 'close' | 'reopen' }
  | { readonly kind: 'represent'; readonly delegate: RecordId; readonly until: string }
  | { readonly kind: 'unrepresent'; readonly delegate: RecordId }
  | LinkAsked;

/** The record of the act is the one that goes on. */
export type LinkAsked =
  | { readonly kind: 'merge'; readonly linked: RecordId }
  | { readonly kind: 'unmerge'; readonly linked: RecordId; readonly link: string };

const oppositions = ['deposit', 'consultation', 'emergency'] as const;
const longestMandate = 18 * 366 * 86_400_000;

/** Reads what is asked, from an unknown body. Refuses `oversight.malformed` with the field. */
export function parseDeskAsked(body: Readonly<Record<string, unknown>>, at: Date, record: RecordId): DeskAsked {
  const kind = deskKinds.find((one) => one === body.kind);
  if (kind === undefined) throw badOutcome('kind');
  if (kind === 'close' || kind === 'reopen') return { kind };
  if (kind === 'oppose') return { kind, ...opposition(body) };
  if (kind === 'represent' || kind === 'unrepresent') {
    const delegate = typeof body.delegate === 'string' ? delegateOf(body.delegate) : undefined;
    if (delegate === undefined || delegate === record) throw badOutcome('delegate');
    return kind === 'unrepresent' ? { kind, delegate } : { kind, delegate, until: instant(body.until, at, longestMandate) };
  }
  const { professional } = body;
  if (typeof professional !== 'string' || !/^[\w.-]{1,64}$/.test(professional)) throw badOutcome('professional');
  return kind === 'shorten' ? { kind, professional, until: instant(body.until, at, 366 * 86_400_000) } : { kind, professional };
}

function opposition(body: Readonly<Record<string, unknown>>): Partial<Record<(typeof oppositions)[number], boolean>> {
  const wished: Partial<Record<(typeof oppositions)[number], boolean>> = {};
  for (const name of oppositions) {
    const value = body[name];
    if (value === undefined) continue;
    if (typeof value !== 'boolean') throw badOutcome(name);
    wished[name] = value;
  }
  if (Object.keys(wished).length === 0) throw badOutcome('consultation');
  return wished;
}

function delegateOf(text: string): RecordId | undefined {
  if (isRecordId(text)) return text;
  return /^[0-9a-f]{32}$/.test(text) ? recordIdOfHex(text) : undefined;
}

/** A moment between now and the furthest; what lies a little in the past is now. */
function instant(value: unknown, at: Date, furthest: number): string {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time) || time > at.getTime() + furthest) throw badOutcome('until');
  return new Date(Math.max(time, at.getTime())).toISOString();
}

export const isLinkAsked = (asked: DeskAsked): asked is LinkAsked => asked.kind === 'merge' || asked.kind === 'unmerge';
