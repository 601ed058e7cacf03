import { startSpace } from '../kit/start.tsx';
import { makeRouter } from './routes.tsx';
import { fr } from './words/fr.ts';

await startSpace('carnet', { fr, en: async () => (await import('./words/en.ts')).en }, makeRouter);
