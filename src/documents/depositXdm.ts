import { type Call, PLATFORM, Refusal } from '#kernel';
import { deposit } from './deposit.ts';
import type { Desk } from './desk.ts';
import type { Registered } from './register.ts';
import { readXdm } from './xdm/index.ts';
import { type LeftAside, submissionOf } from './xdm/submission.ts';

/** What an archive became, and what of it was left aside. */
export interface DepositedXdm {
  readonly registered: Registered;
  readonly leftAside: readonly LeftAside[];
}

/**
 * Deposits an IHE_XDM.zip: its documents go down the walk of `deposit.ts` as one submission, all or none. Refuses what `readXdm` and
 * `submissionOf` refuse, traced on nobody's record since nobody is known yet, and what `deposit` refuses. `strict`: only when every document
 * passes the whole check.
 */
export async function depositXdm(desk: Desk, call: Call, bytes: Buffer, strict: boolean): Promise<DepositedXdm> {
  const { submission, leftAside } = await opened(desk, call, bytes);
  return { registered: await deposit(desk, call, strict ? { ...submission, strict } : submission), leftAside };
}

async function opened(desk: Desk, call: Call, bytes: Buffer): Promise<ReturnType<typeof submissionOf>> {
  try {
    return submissionOf(await readXdm(bytes));
  } catch (error) {
    if (error instanceof Refusal)
      await desk.trace.journal(call, PLATFORM, { action: 'deposit', outcome: 'refused', code: error.code });
    throw error;
  }
}
