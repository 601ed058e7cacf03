import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { AnyRouter } from '@tanstack/react-router';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { createRoot } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { ApiFailure, whenSessionIsLost } from './api.ts';
import { startAppearance } from './appearance.ts';
import { language, localeOf, type SpaceWords, startWords } from './i18n.ts';
import { sessionQuery } from './session.ts';
import type { Session } from './shapes.ts';
import './style/index.css';

function Space({ router, client }: { router: AnyRouter; client: QueryClient }) {
  useTranslation(); // draws again when the language changes
  return (
    <I18nProvider locale={localeOf(language())}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </I18nProvider>
  );
}

/** Room around things for a finger, or many things at once for who works with it all day. */
type Density = 'comfortable' | 'compact';

interface SpaceWays {
  readonly density?: Density;
  /** What the first screen will read, asked for before it is made, which takes a telephone a fifth of a second. */
  readonly ahead?: (client: QueryClient, session: Session) => void;
}

/** How long the first picture waits for the session, which is mostly there already: a frame without it would be drawn twice. */
const sessionPatienceMs = 100;

/**
 * A call that cannot leave fails at once, in words. Left to itself the library would hold it while the network is away and send it when it is
 * back: an access stopped or a document published minutes later, when nobody asks for it any more.
 */
const atOnce = { networkMode: 'always' } as const;

/** Starts one space in its page: look, words, queries, router. A refusal is never retried by itself; a silent server is, once. */
export async function startSpace(
  name: string,
  words: SpaceWords,
  makeRouter: () => AnyRouter,
  { density = 'comfortable', ahead }: SpaceWays = {},
): Promise<void> {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        ...atOnce,
        refetchOnReconnect: true,
        staleTime: 5_000,
        retry: (count, error) => error instanceof ApiFailure && error.status === 0 && count < 1,
      },
      mutations: { ...atOnce, retry: false },
    },
  });
  whenSessionIsLost(() => client.setQueryData(sessionQuery.queryKey, null));
  const session = client.prefetchQuery(sessionQuery);
  document.documentElement.dataset['density'] = density;
  startAppearance();
  await startWords(name, words);
  await Promise.race([session, new Promise((done) => setTimeout(done, sessionPatienceMs))]);
  const known = client.getQueryData(sessionQuery.queryKey);
  if (known) ahead?.(client, known);
  const place = document.getElementById('socle');
  if (place)
    createRoot(place).render(
      <StrictMode>
        <Space router={seenFirst(makeRouter())} client={client} />
      </StrictMode>,
    );
}

/** A press is seen before the next screen is made, which takes a telephone a tenth of a second: the router waits for one picture. */
function seenFirst(router: AnyRouter): AnyRouter {
  const { navigate } = router;
  router.navigate = async (to) => {
    await nextPicture();
    return navigate(to);
  };
  return router;
}

const longestMs = 50;
/** Once the browser has drawn; a page that nobody sees draws nothing, and does not wait for long. */
function nextPicture(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, longestMs);
    requestAnimationFrame(() => setTimeout(done));
  });
}
