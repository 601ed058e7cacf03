import { startSpace } from '../kit/start.tsx';
import { fr as shared } from '../kit/words/fr.ts';
import { makeRouter } from './routes.tsx';
import { fr } from './words/fr.ts';

await startSpace('pro', { shared, fr, en: async () => (await import('./words/en.ts')).en }, makeRouter, { density: 'compact' });
