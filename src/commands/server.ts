import { existsSync } from 'node:fs';
import { type OperatorTokenRequest, operatorHeaders } from '#signin';
import { openKeys } from '#store';
import type { Settings } from '../settings.ts';

/** A sentence for the person at the command line; anything else that goes wrong is a defect. */
export class CommandFailed extends Error {}

/** The running server, seen from the command line. */
export interface Server {
  readonly address: string;
  /** A bearer token for an actor; refused unless the demonstration is on or the operator's key file is readable here. */
  token(request: OperatorTokenRequest): Promise<string>;
  call(path: string, init: RequestInit): Promise<Response>;
}

export function serverOf(settings: Settings): Server {
  const host = settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host === '::' ? '[::1]' : settings.host;
  const address = `http://${host}:${settings.port}`;
  const call = async (path: string, init: RequestInit): Promise<Response> => {
    try {
      return await fetch(`${address}${path}`, init);
    } catch (error) {
      const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new CommandFailed(`no Socle answers at ${address} (${why}). Start it with: npm start`);
    }
  };
  return {
    address,
    call,
    async token(request) {
      const body = JSON.stringify(request);
      const signed = existsSync(settings.keyFile) ? signedBy(settings.keyFile, body) : {};
      const response = await call('/oidc/operator-token', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...signed },
      });
      const answer = (await response.json()) as { access_token?: string };
      if (answer.access_token === undefined) throw new CommandFailed(sentenceOf(answer));
      return answer.access_token;
    },
  };
}

/** Who cannot read the key file goes without: the demonstration does not need it. */
function signedBy(file: string, body: string): Record<string, string> {
  try {
    return operatorHeaders(
      openKeys(file, false, () => undefined),
      body,
      new Date(),
    );
  } catch {
    return {};
  }
}

/** The server's own words about a refusal, from an OperationOutcome or the web form of a refusal. */
export function sentenceOf(answer: unknown): string {
  const { issue, sentence, code } = answer as {
    issue?: { details?: { text?: string; coding?: { code?: string }[] }; diagnostics?: string; expression?: string[] }[];
    sentence?: { fr: string; en: string };
    code?: string;
  };
  const [first] = issue ?? [];
  if (first !== undefined) {
    const place = first.expression === undefined ? '' : ` (${first.expression.join(', ')})`;
    return `${first.details?.coding?.[0]?.code ?? ''}: ${first.diagnostics ?? ''}${place}\n  ${first.details?.text ?? ''}`;
  }
  return `${code ?? ''}: ${sentence?.en ?? JSON.stringify(answer)}\n  ${sentence?.fr ?? ''}`;
}
