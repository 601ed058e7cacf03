import type { Call } from '#kernel';
import { figuresCsv, openFigures } from '#messaging';
import type { Store } from '#store';

/** `socle mailbox figures`: the operator's indicators of a month, as CSV or JSON on standard output. Reads numbers alone. */
export async function printFigures(
  store: Store,
  call: Call,
  asked: { readonly month?: string; readonly json: boolean },
): Promise<void> {
  const found = await openFigures({ store }).of(call, asked.month);
  process.stdout.write(asked.json ? `${JSON.stringify(found, null, 2)}\n` : figuresCsv(found).replace('\ufeff', ''));
}
