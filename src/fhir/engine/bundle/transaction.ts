import { type Call, Refusal } from '#kernel';
import { answerTo, operationOutcome } from '../../outcome.ts';
import { fhirRefusal } from '../../refusals.ts';
import { act } from '../act.ts';
import type { FhirDesk } from '../desk.ts';
import type { Input, Written } from '../stored.ts';
import { entriesOf } from './entries.ts';
import { statusText } from './statusText.ts';

export interface TransactionWish {
  /** Answers with the resources as they are now kept; else only where they are. */
  readonly representation?: boolean;
  /** Answers a GET entry by its address below the base, as the text of an entry. Without it such entries are refused. */
  readonly read?: (url: string) => Promise<string>;
}

/**
 * Carries out a transaction, and gives the text of the Bundle of its answers, one for each entry and in their order. What it writes is
 * written whole or not at all, in one transaction of the database; what it reads is read when that is done, and a reading that is refused
 * undoes nothing. Refuses what {@link entriesOf} and `act` refuse, with the place of the entry. Source: FHIR R4 §3.1.0.11.
 */
export async function transaction(desk: FhirDesk, call: Call, input: Input, wish: TransactionWish = {}): Promise<string> {
  const entries = entriesOf(input, desk.base);
  const { read, representation = false } = wish;
  if (read === undefined && entries.some(({ asks }) => asks === 'read')) throw notRead();
  const changes = entries.flatMap((entry) => (entry.asks === 'write' ? entry.change : []));
  const written = changes.length === 0 ? [] : await act(desk, call, changes);
  let next = 0;
  const answers: string[] = [];
  for (const entry of entries) {
    if (entry.asks === 'write') answers.push(writtenEntry(desk.base, written[next++], representation));
    else answers.push(await orOutcome(() => read?.(entry.url)));
  }
  const list = answers.length === 0 ? '' : `,"entry":[${answers.join(',')}]`;
  return `{"resourceType":"Bundle","type":"transaction-response"${list}}`;
}

async function orOutcome(answer: () => Promise<string> | undefined): Promise<string> {
  try {
    return (await answer()) ?? '{}';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status } = answerTo(error.code);
    return `{"response":{"status":"${statusText(status)}","outcome":${operationOutcome(error)}}}`;
  }
}

function writtenEntry(base: string, written: Written | undefined, representation: boolean): string {
  if (written === undefined) return `{"response":{"status":"${statusText(204)}"}}`;
  const { type, id, version, at, outcome, body } = written;
  const status = outcome === 'created' ? 201 : outcome === 'deleted' ? 204 : 200;
  const where = `"location":"${type}/${id}/_history/${version}","etag":"W/\\"${version}\\"","lastModified":"${at.toISOString()}"`;
  const response = `"response":{"status":"${statusText(status)}",${where}}`;
  if (outcome === 'deleted') return `{${response}}`;
  const resource = representation && body !== undefined ? `,"resource":${body}` : '';
  return `{"fullUrl":"${base}/${type}/${id}"${resource},${response}}`;
}

function notRead(): Refusal {
  return fhirRefusal(
    'not-supported',
    'Une transaction ne lit rien ici : demandez-le à part.',
    'A transaction reads nothing here: ask for it apart.',
    'Bundle.entry',
  );
}
