import { mostBytes } from '../mail/ground.ts';
import { address } from './address.ts';
import { check, mostRecipients, type Received } from './check.ts';
import type { PostParts } from './parts.ts';
import type { Post, Sent } from './post.ts';
import { register } from './register.ts';
import { routeOf, wayTo } from './route.ts';

/**
 * The walk of a message, in the order it happens.
 *
 *   received   a letter of somebody here, or an arrival from another operator
 *   check      read once; sender, size, parts, one patient                       check.ts
 *   address    where each recipient is, or why they cannot be written to         address.ts, route.ts
 *   register   contents, places, counters, queue, log: one transaction           register.ts, tell.ts
 *   - - - commit - - -
 *   what follows an arrival is done by jobs: see `arrivedTopic`
 */
async function walk(parts: PostParts, received: Received): Promise<Sent> {
  const checked = await check(parts, received);
  const addressed = await address(parts, checked);
  return register(parts, addressed);
}

export function openPost(parts: PostParts): Post {
  return {
    mostBytes,
    mostRecipients,
    route: async (call, wanted, sender) => routeOf(await wayTo(parts, call, wanted, sender)),
    send: (sender, letter) => walk(parts, { step: 'received', call: sender.call, sender, letter }),
    async receive(call, arrival) {
      const { delivered } = await walk(parts, { step: 'received', call, sender: undefined, letter: arrival });
      return { delivered };
    },
  };
}
