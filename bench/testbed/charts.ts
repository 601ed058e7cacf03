import { chart, chartTransaction, numberPlace } from '../client/chart.ts';
import { at, depositor } from './population.ts';
import type { Testbed } from './testbed.ts';

/** People whose structured record was written by the depositing software, which may read it back. */
export interface Charts {
  readonly token: string;
  /** Ids of the Patients. */
  readonly patients: readonly string[];
  /** References of everything written, `Observation/…`. */
  readonly resources: readonly string[];
}

export const resourcesEach = chart(0).length;
const filled = new WeakMap<Testbed, Promise<Charts>>();

/** Bodies of transactions, each of another person. */
export const transactions: readonly string[] = Array.from({ length: 8 }, (_, seed) => chartTransaction(seed));

/** Filled once for all the scenarios of a run. */
export function chartsOf(bed: Testbed): Promise<Charts> {
  const made = filled.get(bed) ?? fill(bed);
  filled.set(bed, made);
  return made;
}

async function fill({ population, server, say }: Testbed): Promise<Charts> {
  const count = 40;
  say(`writing the structured records of ${count} people, ${resourcesEach} resources each`);
  const token = await population.token(depositor);
  const resources: string[] = [];
  for (let n = 0; n < count; n++) {
    const response = await fetch(`${server.address}/fhir`, {
      method: 'POST',
      body: at(transactions, n).replaceAll(numberPlace, `1${String(n).padStart(7, '0')}`),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
    });
    const answer = (await response.json()) as { entry?: { response: { location: string } }[] };
    if (!response.ok) throw new Error(`the charts of the bench could not be written: ${JSON.stringify(answer).slice(0, 400)}`);
    for (const { response: done } of answer.entry ?? [])
      resources.push(done.location.replace(/^.*\/fhir\//, '').replace(/\/_history.*$/, ''));
  }
  const patients = resources.filter((one) => one.startsWith('Patient/')).map((one) => one.replace('Patient/', ''));
  return { token, patients, resources };
}
