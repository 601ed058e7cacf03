import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mailbox } from '#messaging';
import { type ImapGround, openImapGround } from '../walks/imap/ground.ts';

/** A mail server and a home for the programs that come to it. */
export interface ImapHome extends ImapGround {
  readonly folder: string;
  /** Writes a file and gives its path. */
  file(name: string, text: string): string;
  /** Runs a program in that home. While it runs the server answers: both are in this process. */
  run(program: string, args: readonly string[]): Promise<{ readonly status: number | null; readonly said: string }>;
  /** The subjects of a folder's messages with their flags, in order: `Lettre 1 \Seen`. */
  listed(mailbox: Mailbox, folder?: string): Promise<string[]>;
  /** Every message of a folder as it is kept. */
  kept(mailbox: Mailbox, folder?: string): Promise<string[]>;
}

const longestSeconds = 60;

export async function openImapHome(): Promise<ImapHome> {
  const ground = await openImapGround();
  const folder = mkdtempSync(join(tmpdir(), 'socle-mail-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  file('ca.pem', ground.ca);
  file('token', await ground.token());
  const asked = async (mailbox: Mailbox, command: string, name: string): Promise<readonly string[]> => {
    const client = await ground.client(mailbox);
    await client.ok(`EXAMINE ${name}`);
    const { untagged } = await client.ok(command);
    client.close();
    return untagged.filter((line) => line.includes(' FETCH '));
  };
  return {
    ...ground,
    folder,
    file,
    run: (program, args) =>
      new Promise((resolve) => {
        const env = { PATH: process.env.PATH ?? '', HOME: folder, TERM: 'xterm', LANG: 'C.UTF-8' };
        const child = spawn(program, args, {
          cwd: folder,
          env,
          stdio: ['ignore', 'pipe', 'pipe'],
          timeout: longestSeconds * 1000,
        });
        let said = '';
        for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
        child.on('error', (error) => resolve({ status: -1, said: String(error) }));
        child.on('close', (status) => resolve({ status, said }));
      }),
    async listed(mailbox, name = 'INBOX') {
      const lines = await asked(mailbox, 'FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])', name);
      return lines.map((line) => {
        const flags = /FLAGS \(([^)]*)\)/.exec(line)?.[1]?.replace(/ ?\\Recent/, '') ?? '';
        return [/Subject: (.*)\r/.exec(line)?.[1], flags].filter((word) => word !== '').join(' ');
      });
    },
    async kept(mailbox, name = 'INBOX') {
      const lines = await asked(mailbox, 'FETCH 1:* (BODY.PEEK[])', name);
      return lines.map((line) => line.slice(line.indexOf('\r\n') + 2, -1));
    },
    async close() {
      await ground.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
