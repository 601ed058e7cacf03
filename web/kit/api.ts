import type { Sentence } from './shapes.ts';

/** The server said no, or could not be reached: `status` is 0 then. `sentence` can be shown as it is. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly status: number;
  readonly code: string;
  readonly sentence: Sentence;
  readonly at: string | undefined;

  constructor(status: number, code: string, sentence: Sentence, at?: string) {
    super(code);
    this.status = status;
    this.code = code;
    this.sentence = sentence;
    this.at = at;
  }
}

const unreachable: Sentence = {
  fr: 'Le serveur ne répond pas. Vérifiez votre connexion, puis réessayez.',
  en: 'The server does not answer. Check your connection, then try again.',
};
const unexplained: Sentence = {
  fr: 'Le serveur n’a pas pu répondre à cette demande. Réessayez dans un instant.',
  en: 'The server could not answer this request. Try again in a moment.',
};

/** Who must be told when a call finds no session: set once by the space that starts. */
let onSessionLost: () => void = () => {};
export function whenSessionIsLost(tell: () => void): void {
  onSessionLost = tell;
}

/**
 * One call to the web API: JSON in, JSON out (`undefined` for 204). `signal` gives up waiting for the answer.
 * Throws {@link ApiFailure}, with the server's own sentences when it gave them.
 */
export async function api<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-socle'] = 'web';
  if (body !== undefined) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiFailure(0, 'web.unreachable', unreachable);
  }
  if (!response.ok) throw await failureOf(response);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** A file of the web API, with the name that it comes under. Throws {@link ApiFailure}. */
export async function apiFile(path: string): Promise<{ bytes: Blob; name: string | undefined }> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new ApiFailure(0, 'web.unreachable', unreachable);
  }
  if (!response.ok) throw await failureOf(response);
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return { bytes: await response.blob(), name };
}

async function failureOf(response: Response): Promise<ApiFailure> {
  if (response.status === 401) onSessionLost();
  try {
    const said = (await response.json()) as { code?: string; sentence?: Sentence; at?: string };
    return new ApiFailure(response.status, said.code ?? 'web.unexplained', said.sentence ?? unexplained, said.at);
  } catch {
    return new ApiFailure(response.status, 'web.unexplained', unexplained);
  }
}

/** The sentence of any thrown thing, fit to be shown. */
export function sentenceOf(error: unknown): Sentence {
  return error instanceof ApiFailure ? error.sentence : unexplained;
}
