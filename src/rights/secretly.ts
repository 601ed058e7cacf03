import { actorId, type Call, type RecordId } from '#kernel';
import type { Trace } from '#trace';
import type { Facts } from './facts.ts';

/** Of the lines that a walk through several records of one person writes in each: its own line stands in the survivor's log already. */
export const throughLink = { through: 'link' } as const;

/**
 * The trace, with the lines of a professional whose access to the record is secret marked so, whatever walk writes them: those who
 * represent the person are not told of them. What is looked at in a record that was linked to another is told in the log of the one that goes on
 * too, where the person reads it.
 */
export function secretly(
  trace: Trace,
  factsOf: (record: RecordId) => Promise<Facts>,
  known: (record: RecordId) => Facts | undefined,
): Trace {
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
    async journal(call, record, act) {
      const by = mayBeSecret(call) ? await marked(call, record) : call;
      await trace.journal(by, record, act);
      // Whoever looked was decided about a moment ago: the facts are in memory.
      const survivor = known(record)?.survivor;
      if (survivor !== undefined && act.detail?.through !== throughLink.through) await trace.journal(by, survivor, act);
    },
  };
}

const mayBeSecret = ({ actor, secret }: Call): boolean => actor.kind === 'professional' && secret !== true;
