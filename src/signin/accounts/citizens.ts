import type { Store } from '#store';
import { openPasskeys, type Passkeys } from '../passkeys/passkeys.ts';
import { openGuesses } from '../protection/guesses.ts';
import type { SignInTrace } from '../trace.ts';
import { type OwnSessions, openOwnSessions } from '../web/ownSessions.ts';
import { type Activations, openActivations } from './activation.ts';
import { type Enrolment, openEnrolment } from './enrolment.ts';
import type { Notices } from './notices.ts';
import type { FindPerson } from './people.ts';
import { openSecondFactors, type SecondFactors } from './secondFactor.ts';
import { openWays, type Ways } from './ways.ts';

/** How citizens get in, and how they change that. */
export interface Citizens {
  readonly activations: Activations;
  readonly passkeys: Passkeys;
  readonly seconds: SecondFactors;
  readonly enrolment: Enrolment;
  readonly ways: Ways;
  readonly sessions: OwnSessions;
  sweep(): Promise<void>;
}

export interface CitizenParts {
  readonly store: Store;
  readonly publicUrl: string;
  readonly demo: boolean;
  readonly find: FindPerson;
  readonly notices: Notices | undefined;
  readonly trace: SignInTrace;
  readonly clock: () => Date;
}

export function openCitizens({ store, publicUrl, demo, find, notices, trace, clock }: CitizenParts): Citizens {
  const guesses = openGuesses(store, clock);
  const activations = openActivations({ store, find, trace, guesses, clock });
  const passkeys = openPasskeys(store, publicUrl, clock);
  const seconds = openSecondFactors(store, notices, clock);
  const ways = openWays({ store, passkeys, seconds, activations, trace, demo, clock });
  return {
    activations,
    passkeys,
    seconds,
    enrolment: openEnrolment(store.keys, seconds, guesses, clock),
    ways,
    sessions: openOwnSessions({ store, ways, trace, clock }),
    async sweep() {
      const at = clock();
      await activations.sweep(at);
      await passkeys.sweep(at);
    },
  };
}
