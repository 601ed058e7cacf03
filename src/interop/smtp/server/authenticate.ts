import type { MailSession } from '#messaging';
import { type Command, longestAuth } from './command.ts';
import type { Desk } from './parts.ts';
import type { Wire } from './wire.ts';

/** `334` and a line of the client's for each challenge. Refuses what `MailSessions.signIn` refuses. Source: RFC 4954 §4. */
export async function authenticate(
  { sessions, limits }: Desk,
  wire: Wire,
  { mechanism, initial }: Command & { readonly is: 'AUTH' },
): Promise<MailSession> {
  const ask = async (challenge: string): Promise<string | undefined> => {
    wire.say(`334 ${challenge}\r\n`);
    const line = await wire.within(limits.strangerSeconds, wire.input.line(longestAuth));
    if (line === undefined || line.bare || line.long) return undefined;
    const text = line.text.toString('latin1');
    return text === '*' ? undefined : text;
  };
  const { socket, remote, signal } = wire;
  return sessions.signIn(
    { mechanism, ask, ...(initial === undefined ? {} : { initial }) },
    { door: 'smtp', socket, remote, may: 'write', signal },
  );
}
