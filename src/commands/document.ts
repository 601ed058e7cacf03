import { readSettings } from '../settings.ts';
import { optionsOf, textOf } from './options.ts';
import { CommandFailed, sentenceOf, serverOf } from './server.ts';

export const help = `socle document restore ID --why "…"

Restores a document that its author withdrew by mistake, with what was withdrawn together with it: as it was, under the same id, with its
history. ID is that of the DocumentReference, as who withdrew it or the log of the record tells it. WHY, 10 to 500 characters, is kept in
the log of the record, which its person reads. Nothing of the document is shown here.
Works only while SOCLE_DEMO=on on this machine, or where the operator's key file can be read.
The exit status is 0 when the document stands again, else 1.`;

export async function document(args: readonly string[]): Promise<void> {
  const { values, words } = optionsOf(args, { why: { type: 'string' } }, help);
  if (values.help === true) return console.log(help);
  const [verb, id, ...more] = words;
  if (verb !== 'restore' || id === undefined || more.length > 0) throw new CommandFailed(help);
  const why = textOf(values.why);
  if (why === undefined) throw new CommandFailed(`--why is missing.\n\n${help}`);
  const server = serverOf(readSettings());
  const token = await server.token({ as: 'operator' });
  const response = await server.call(`/api/operator/documents/${encodeURIComponent(id)}/restore`, {
    method: 'POST',
    body: JSON.stringify({ why }),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  });
  const answer = (await response.json()) as { restored?: readonly string[] };
  if (!response.ok) throw new CommandFailed(sentenceOf(answer));
  for (const one of answer.restored ?? []) console.log(`restored: DocumentReference/${one}`);
}
