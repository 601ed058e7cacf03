import { Agent, request } from 'node:http';

/** One keep-alive connection to the token endpoint, one form at a time; the whole answer is kept, since a grant may need the one before. */
export interface Asker {
  post(path: string, fields: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<Granted>;
  close(): void;
}

export interface Granted {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export function openAsker({ host, port }: { readonly host: string; readonly port: number }): Asker {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    post: (path, fields, headers = {}) =>
      new Promise((resolve, reject) => {
        const body = new URLSearchParams(fields).toString();
        const sent = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length, ...headers };
        const asked = request({ host, port, path, method: 'POST', agent, headers: sent }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString('utf8') });
          });
        });
        asked.once('error', reject);
        asked.end(body);
      }),
    close: () => agent.destroy(),
  };
}
