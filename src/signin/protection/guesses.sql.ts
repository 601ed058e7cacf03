import { statement } from '#store';

export const guessesOf = statement(
  'signin.guessesOf',
  'select source, failures, last_at, known from signin.guess where account = $1 and source = any($2)',
  { brief: true },
);
/** Counts one more only when nobody counted meanwhile: of attempts at the same moment, each is the one after another. */
export const countGuess = statement(
  'signin.countGuess',
  `insert into signin.guess as g (account, source, failures, last_at) values ($1, $2, 1, $3)
   on conflict (account, source) do update set last_at = $3,
     failures = case when g.last_at < $4 then 1 else g.failures + 1 end
   where case when g.last_at < $4 then 0 else g.failures end = $5
   returning failures`,
);
/** All sources together, known devices left out. */
export const countAll = statement(
  'signin.countAllGuesses',
  `insert into signin.guess as g (account, source, failures, last_at) values ($1, '', 1, $2)
   on conflict (account, source) do update set last_at = $2, failures = case when g.last_at < $3 then 1 else g.failures + 1 end`,
);
export const forgiveGuess = statement('signin.forgiveGuess', 'delete from signin.guess where account = $1 and source = $2');
export const forgiveAll = statement(
  'signin.forgiveAllGuesses',
  `update signin.guess set failures = greatest(0, failures - 1) where account = $1 and source = ''`,
);
export const knowDevice = statement(
  'signin.knowDevice',
  `insert into signin.guess (account, source, failures, last_at, known) values ($1, $2, 0, $3, true)
   on conflict (account, source) do update set failures = 0, last_at = $3, known = true`,
);
export const sweepGuesses = statement(
  'signin.sweepGuesses',
  'delete from signin.guess where last_at < case when known then $1::timestamptz else $2::timestamptz end',
);
