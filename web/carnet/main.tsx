import { whenLeaving } from '../kit/session.ts';
import { startSpace } from '../kit/start.tsx';
import { startWorker } from './pwa/newVersion.tsx';
import { homeQuery, todoQuery } from './queries.ts';
import { makeRouter } from './routes.tsx';
import { first } from './words/firstFr.ts';

startWorker();
whenLeaving(async () => (await import('./emergency/store.ts')).eraseCard());
await startSpace('carnet', { fr: first, en: async () => (await import('./words/en.ts')).en }, makeRouter, {
  ahead(client, session) {
    if (session.kind !== 'citizen' || !/^\/carnet\/?$/.test(location.pathname)) return;
    void client.prefetchQuery(homeQuery);
    void client.prefetchQuery(todoQuery);
  },
});
