import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

/** As much as is used of the client of the SMART Health IT team: fhirclient, its Node entry. */
export interface SmartClient {
  readonly patient: { readonly id: string | null; read(): Promise<{ id: string }> };
  readonly user: { readonly fhirUser: string | null; read(): Promise<{ resourceType: string; id: string }> };
  readonly state: { readonly tokenResponse?: { access_token?: string; refresh_token?: string; scope?: string } };
  request<T>(path: string): Promise<T>;
  refresh(): Promise<unknown>;
}
type Authorize = (options: Record<string, unknown>) => Promise<unknown>;
type Smart = (
  request: IncomingMessage,
  response: ServerResponse,
  storage: Storage,
) => { authorize: Authorize; ready(): Promise<SmartClient> };
interface Storage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<unknown>;
  unset(key: string): Promise<boolean>;
}

const smart = createRequire(import.meta.url)('fhirclient') as Smart;

/** A confidential or public application as its editor writes it, on an address of its own; one person uses it at a time. */
export interface SmartApp {
  readonly url: string;
  /** What the next launch asks with. */
  options: Record<string, unknown>;
  /** The client of the last return, or why there is none. */
  readonly ready: () => Promise<SmartClient>;
  close(): Promise<void>;
}

/** `/launch` begins, `/` is where the person comes back. */
export async function openSmartApp(): Promise<SmartApp> {
  const kept = new Map<string, unknown>();
  const storage: Storage = {
    get: async (key) => kept.get(key),
    set: async (key, value) => {
      kept.set(key, value);
      return value;
    },
    unset: async (key) => kept.delete(key),
  };
  let last: Promise<SmartClient> = Promise.reject(new Error('nobody came back yet'));
  last.catch(() => undefined);
  const server = createServer((request, response) => {
    const api = smart(request, response, storage);
    if (request.url?.startsWith('/launch')) {
      api.authorize(app.options).catch((error: unknown) => response.writeHead(500).end(String(error)));
      return;
    }
    last = api.ready();
    last.then(
      () => response.end('ready'),
      (error: unknown) => response.writeHead(400).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app: SmartApp = {
    url,
    options: {},
    ready: () => last,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return app;
}
