import { actorId, type Call, type RecordId } from '#kernel';
import type { Trace } from '#trace';
import type { Facts } from './facts.ts';

/**
 * The trace, with the lines of a professional whose access to the record is secret marked so, whatever walk writes them: those who
 * represent the person are not told of them.
 */
export function secretly(trace: Trace, factsOf: (record: RecordId) => Promise<Facts>): Trace {
  const marked = async (call: Call, record: RecordId): Promise<Call> => {
    const access = (await factsOf(record)).accesses.get(actorId(call.actor));
    return access?.secret && call.at < access.until ? { ...call, secret: true } : call;
  };
  return {
    ...trace,
    // Whoever never looks secretly waits for nothing: the order of a transaction's statements stays that of its calls.
    append: (tx, call, record, act) =>
      mayBeSecret(call)
        ? marked(call, record).then((known) => trace.append(tx, known, record, act))
        : trace.append(tx, call, record, act),
    journal: (call, record, act) =>
      mayBeSecret(call)
        ? marked(call, record).then((known) => trace.journal(known, record, act))
        : trace.journal(call, record, act),
  };
}

const mayBeSecret = ({ actor, secret }: Call): boolean => actor.kind === 'professional' && secret !== true;
