import { setTimeout as pause } from 'node:timers/promises';
import type { Stream } from '../client/load.ts';
import { type Measured, mark, type Row, type Scenario } from '../scenario.ts';
import { measure, rowOf } from '../testbed/measure.ts';
import { at, depositor } from '../testbed/population.ts';
import { depositsOf } from '../testbed/shelf.ts';
import type { Testbed } from '../testbed/testbed.ts';
import { report } from '../testbed/words.ts';

const documents = 300;
const characters = 20_000;
/** Nobody else of the bench has documents in this record. */
const place = 119;

/** What people type, by kind: words that most documents hold, that few hold, misspelt, begun, and words that stand together. */
const asked: Readonly<Record<string, readonly string[]>> = {
  word: ['hypertension', 'créatinine', 'fractures', 'gastrosathétomie', 'fièvre douleur scanner'],
  slip: ['hypertention', 'creatinnine', 'amoxiciline', 'gastrosathetomi', 'pulmonnaire'],
  beginning: ['hyp', 'cardiop', 'ostéot', 'pneumo', 'allerg'],
  phrase: ['"scanner thorax"', '"douleur abdomen"', '"retour domicile"', '"hypertension artérielle"', '"bilan cardiaque"'],
};

export const text: Scenario = {
  name: 'text',
  what: `words among ${documents} documents of ${characters / 1000} KB in one record (ITI-67 _content), by the person and by a professional`,
  async run(bed, { seconds }): Promise<Measured> {
    const { person, own, team } = await filled(bed);
    const rows: Row[] = [];
    let othersCores: number | undefined;
    for (const [kind, words] of Object.entries(asked)) {
      const record = encodeURIComponent(`urn:oid:${person.oid}|${person.matricule}`);
      const targets = words.flatMap((word) =>
        [own, team].map((token) => ({
          path: `/fhir/DocumentReference?patient.identifier=${record}&_content=${encodeURIComponent(word)}&_count=20`,
          token,
        })),
      );
      const stream: Stream = { name: kind, expects: '"searchset"', requests: { kind: 'gets', targets } };
      const load = { streams: [stream], connections: 1 };
      await measure(bed, { ...load, seconds: 3 });
      const timed = await measure(bed, { ...load, seconds: Math.max(2, seconds / 4) });
      othersCores ??= timed.othersCores;
      rows.push(rowOf(timed));
    }
    return {
      name: 'text',
      how: 'one at a time; the 20 newest of those found, with the exact total; a professional’s look is traced before the answer',
      rows,
      marks: rows.map((row) => mark(`p50 of a search for a ${row.name} among ${documents} documents`, '≤', 20, row.p50, 'ms')),
      ...(othersCores === undefined ? {} : { othersCores }),
    };
  },
};

async function filled(bed: Testbed) {
  const { population } = bed;
  const [person] = await population.people(place, place + 1);
  if (person === undefined) throw new Error('the bench has too few people');
  bed.say(`depositing ${documents} documents of one person, and reading their words`);
  const subjects = Array.from({ length: documents }, (_, n) => ({
    ...population.subject(person, 2 * n + 1, 0),
    text: report(n, characters),
  }));
  const { streams } = await measure(bed, {
    streams: [depositsOf({ kind: 'deposits', token: await population.token(depositor), subjects })],
    connections: 4,
    seconds: 120,
    count: documents,
  });
  if (streams[0]?.answered !== documents) throw new Error('the documents of the bench could not be deposited');
  await read(bed);
  const own = await population.token(person.matricule);
  const team = await population.token(at(population.professionals, 0).id, 'equipe_de_soins');
  return { person, own, team };
}

/** Until the job that follows a deposit has read every document. */
async function read(bed: Testbed): Promise<void> {
  const pool = bed.database(1);
  const waiting = `select count(*)::int as n from documents.entry e left join documents.text t on t.record_id = e.record_id and t.n = e.n
    where t.n is null`;
  while ((await pool.query<{ n: number }>(waiting)).rows[0]?.n !== 0) await pause(200);
  await pool.end();
}
