import type { QueryClient } from '@tanstack/react-query';

/**
 * A call that cannot leave fails at once, in words. Left to itself the library would hold it while the network is away and send it when it is
 * back: a document published, a letter sent or an access opened minutes later, when nobody asks for it any more.
 */
export function askAtOnce(client: QueryClient): void {
  const { queries, mutations } = client.getDefaultOptions();
  client.setDefaultOptions({
    queries: { ...queries, networkMode: 'always', refetchOnReconnect: true },
    mutations: { ...mutations, networkMode: 'always' },
  });
}
