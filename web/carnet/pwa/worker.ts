/**
 * The worker of the carnet: the shell without network, and nothing else. It keeps the files of the first screens, whose names change with their
 * contents, and the one page of the carnet. An answer of the API is never kept, read or even seen here: such requests are not answered by us.
 *
 * Source: portals §3.6; W3C Service Workers.
 */

/** Written by web/build/shell.ts: the version, and what is kept. The page of the carnet is first. */
declare const __SHELL__: { readonly version: string; readonly files: readonly string[] };

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  addEventListener(event: 'install' | 'activate', then: (event: Lasting) => void): void;
  addEventListener(event: 'fetch', then: (event: Asked) => void): void;
  addEventListener(event: 'message', then: (event: MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
}
const worker = self as unknown as Worker;

const family = 'socle-carnet-';
const shell = `${family}${__SHELL__.version}`;
const [page = '/carnet'] = __SHELL__.files;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(shell).then((cache) => cache.addAll(__SHELL__.files.map((file) => new Request(file, { cache: 'reload' })))),
  );
});

worker.addEventListener('activate', (event) => {
  const forget = async (): Promise<void> => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(family) && name !== shell).map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(forget());
});

// A new version waits until the person says so: a form half filled is not theirs to lose.
worker.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && /^\/carnet(\/|$)/.test(pathname)) event.respondWith(pageOf(request));
  else if (__SHELL__.files.includes(pathname) && pathname !== page) event.respondWith(fileOf(request));
});

/** The server's page, and without network the one that is kept: both draw themselves from the address. */
async function pageOf(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(shell)).match(page);
    if (kept === undefined) throw error;
    return kept;
  }
}

async function fileOf(request: Request): Promise<Response> {
  return (await (await caches.open(shell)).match(request.url)) ?? fetch(request);
}
