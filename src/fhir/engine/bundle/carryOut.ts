import { type Call, Refusal } from '#kernel';
import { answerTo, operationOutcome } from '../../outcome.ts';
import { act } from '../act.ts';
import type { FhirDesk } from '../desk.ts';
import type { Input, Written } from '../stored.ts';
import { type Entry, entriesOf } from './entries.ts';
import { type Reader, readEntry } from './readEntry.ts';

export interface BundleWish {
  /** With the resources as they are now kept; else only where they are. */
  readonly representation?: boolean;
}

/**
 * Carries out a batch or a transaction, and gives the Bundle of its answers, one for each entry and in their order.
 *
 * A transaction writes all or nothing, in one transaction of the database; what it reads is read when it is done, and a reading that is
 * refused undoes nothing. The entries of a batch are independent: a refusal is the answer of its entry. Refuses what {@link entriesOf} and,
 * for a transaction, `act` refuse. Source: FHIR R4 §3.1.0.11.
 */
export async function carryOut(
  desk: FhirDesk,
  reader: Reader,
  call: Call,
  input: Input,
  { representation = false }: BundleWish = {},
): Promise<string> {
  const entries = entriesOf(input, desk.base);
  const answers =
    input.json.type === 'transaction'
      ? await transaction(desk, reader, call, entries, representation)
      : await batch(desk, reader, call, entries, representation);
  const list = answers.length === 0 ? '' : `,"entry":[${answers.join(',')}]`;
  return `{"resourceType":"Bundle","type":"${input.json.type}-response"${list}}`;
}

async function transaction(
  desk: FhirDesk,
  reader: Reader,
  call: Call,
  entries: readonly Entry[],
  representation: boolean,
): Promise<readonly string[]> {
  const changes = entries.flatMap((entry) => (entry.asks === 'write' ? entry.change : []));
  const written = changes.length === 0 ? [] : await act(desk, call, changes);
  let next = 0;
  const answers: string[] = [];
  for (const entry of entries) {
    if (entry.asks === 'write') answers.push(writtenEntry(desk.base, written[next++], representation));
    else if (entry.asks === 'read') answers.push(await orOutcome(() => readEntry(reader, call, entry.url)));
  }
  return answers;
}

/** So many entries of a batch are under way at once. */
const atOnce = 6;

async function batch(
  desk: FhirDesk,
  reader: Reader,
  call: Call,
  entries: readonly Entry[],
  representation: boolean,
): Promise<readonly string[]> {
  const answers: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < entries.length; index = next++) {
      const entry = entries[index];
      if (entry === undefined) return;
      answers[index] = await orOutcome(async () => {
        if (entry.asks === 'nothing') throw entry.refusal;
        if (entry.asks === 'read') return readEntry(reader, call, entry.url);
        const [written] = await act(desk, call, [entry.change]);
        return writtenEntry(desk.base, written, representation);
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, entries.length) }, work));
  return answers;
}

async function orOutcome(answer: () => Promise<string>): Promise<string> {
  try {
    return await answer();
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
  const resource = representation && body !== undefined ? `,"resource":${body}` : '';
  const response = `"response":{"status":"${statusText(status)}",${where}}`;
  return outcome === 'deleted' ? `{${response}}` : `{"fullUrl":${JSON.stringify(`${base}/${type}/${id}`)}${resource},${response}}`;
}

const words: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  422: 'Unprocessable Entity',
  503: 'Service Unavailable',
};

export function statusText(status: number): string {
  return words[status] === undefined ? String(status) : `${status} ${words[status]}`;
}
