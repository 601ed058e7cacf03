import type { Identity } from '#ins';
import { type Call, PLATFORM, type RecordId, Refusal } from '#kernel';
import { type Checked, check, TraitsDiffer } from './check.ts';
import { conform } from './conform.ts';
import { decide } from './decide.ts';
import type { Desk } from './desk.ts';
import { tellOfDoubt } from './doubted.ts';
import { lookUp } from './lookUp.ts';
import { receive, refused, type Submission } from './received.ts';
import { type Registered, register } from './register.ts';
import type { Verdict } from './verdict/index.ts';

/**
 * The walk of a document, in the order it happens. Read this file first.
 *
 *   receive   a protocol hands over bytes and words            received.ts
 *   check     the person, the header, the code lists           check.ts
 *   conform   all specifications, where the sender asks        conform.ts
 *   decide    the person's choices, the record locked          decide.ts
 *   register  entry, submission, its FHIR face, outbox         register.ts
 *   trace     the line, in the same transaction
 *   - - - commit - - -
 *   notify    who looks at the record now                      ../jobs/recordsChanged.ts
 *   read      with a Permit, traced before the first byte      read.ts
 *
 * All documents of a submission are registered, or none. A refusal is traced (on the person's record when they are known) and changes
 * nothing else. When it throws `store.unavailable` the outcome may be unknown: the same submission sent again is safe.
 */
export async function deposit(desk: Desk, call: Call, submission: Submission): Promise<Registered> {
  let record: RecordId = PLATFORM;
  try {
    const received = receive(submission);
    const checked: Checked[] = [];
    for (const document of received) {
      let identity: Identity | undefined;
      try {
        identity = await desk.ins.qualified(document.person.oid, document.person.matricule);
        if (record !== PLATFORM && identity.record !== record) throw severalPersons(document.at);
        record = identity.record;
        checked.push(check(identity, document));
      } catch (error) {
        if (error instanceof Refusal) await tellOfDoubt(desk, call, error, document, identity);
        throw error;
      }
    }
    const verdicts = submission.strict === true ? await conformAll(desk, checked) : undefined;
    const key = await desk.store.records.key(desk.store, record);
    const blobs = await Promise.all(checked.map((document) => desk.store.blobs.put(record, key, document.bytes)));
    const drop = (): Promise<unknown> => Promise.all(blobs.map((blob) => desk.store.blobs.drop(blob)));
    try {
      const registered = await desk.store.transaction(async (tx) => {
        // Asked together, answered in this order: the lock comes before everything that is read under it.
        const [locked, decided, known] = await Promise.all([
          desk.store.records.lock(tx, record),
          decide(desk.rights, tx, call, checked, submission.own === true),
          lookUp(tx, record, submission, checked),
          desk.trace.expect(tx, record),
        ]);
        const withBlobs = decided.map((document, index) => ({ ...document, blob: blobs[index] ?? '' }));
        const done = await register(desk, tx, call, submission, withBlobs, locked, known);
        if (!done.replayed) {
          for (const { id, title } of done.entries) {
            await desk.trace.append(tx, call, record, {
              action: 'deposit',
              outcome: 'done',
              object: { kind: 'DocumentReference', id, title },
            });
          }
        }
        return done;
      });
      if (registered.replayed) await drop();
      return verdicts === undefined ? registered : { ...registered, verdicts };
    } catch (error) {
      // After a lost COMMIT the rows may stand: only a refusal by rule proves that nothing names the blobs.
      if (error instanceof Refusal && error.code !== 'store.unavailable') await drop();
      throw error;
    }
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'store.unavailable') await traceRefusal(desk, call, record, error);
    if (error instanceof TraitsDiffer) await desk.ins.links.collide(record, 'document', error.traits, call.at);
    throw error;
  }
}

/** One after the other: a submission of fifty does not fill the queue of the workers. */
async function conformAll(desk: Desk, checked: readonly Checked[]): Promise<readonly (Verdict | undefined)[]> {
  const verdicts: (Verdict | undefined)[] = [];
  for (const document of checked) verdicts.push(await conform(desk, document));
  return verdicts;
}

async function traceRefusal(desk: Desk, call: Call, record: RecordId, { code }: Refusal): Promise<void> {
  await desk.trace.journal(call, record, { action: 'deposit', outcome: 'refused', code });
}

function severalPersons(at: string): Refusal {
  return refused(
    'several-persons',
    'Un lot de soumission concerne une seule personne.',
    'A submission concerns one person only.',
    at,
    'PDSm, ITI-65',
  );
}
