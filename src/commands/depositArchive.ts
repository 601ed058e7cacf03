import { readXdm, scanHeader, signatureType } from '#documents';
import { createPatient, verify } from './depositing.ts';
import { CommandFailed, type Server, sentenceOf } from './server.ts';

interface Answer {
  readonly entry?: readonly {
    readonly response: { status: string; location: string; outcome?: { issue: readonly { diagnostics: string }[] } };
  }[];
}

export const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 2).toString('latin1') === 'PK';

/** Deposits an IHE_XDM.zip as one submission; says where each document is and what was left aside. */
export async function depositArchive(
  server: Server,
  bytes: Buffer,
  wished: { readonly createPatient: boolean; readonly verify: boolean; readonly strict: boolean },
): Promise<void> {
  // Opened here too, so that a damaged archive is told before anything is sent, and for what the flags need.
  const documents = (await readXdm(bytes)).subsets.flatMap((subset) => subset.documents);
  const first = documents.find(({ metadata }) => /xml/.test(metadata.mimeType));
  if (wished.createPatient && first !== undefined) await createPatient(server, scanHeader(first.bytes));
  const token = await server.token({ as: 'socle-cli' });
  const response = await server.call('/fhir/$deposit-xdm', {
    method: 'POST',
    body: bytes,
    headers: {
      'content-type': 'application/zip',
      authorization: `Bearer ${token}`,
      ...(wished.strict ? { prefer: 'handling=strict' } : {}),
    },
  });
  const answer = (await response.json()) as Answer;
  if (!response.ok) throw new CommandFailed(sentenceOf(answer));
  const [list, ...entries] = answer.entry?.map((entry) => entry.response) ?? [];
  for (const { status, location } of entries)
    console.log(`${status.startsWith('200') ? 'already there, identical' : 'deposited'}: ${location}`);
  for (const { diagnostics } of list?.outcome?.issue ?? []) console.log(`left aside: ${diagnostics}`);
  if (!wished.verify) return;
  for (const [index, { location }] of entries.entries()) {
    const sent = documents.filter(({ metadata }) => metadata.type?.code !== signatureType)[index]?.bytes ?? Buffer.alloc(0);
    await verify(server, token, location.replace('DocumentReference/', 'Binary/'), sent);
  }
}
