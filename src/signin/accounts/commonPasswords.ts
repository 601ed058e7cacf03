/** Words from which people who choose in a hurry make their password, in France; a list of our own, read by {@link isCommon}. */
const words = `
password motdepasse secret bonjour soleil azerty azertyuiop qwerty qwertyuiop qsdfghjklm wxcvbn admin administrateur root
bienvenue connexion ouverture identifiant compte utilisateur session internet ordinateur portable telephone
sante carnet medecin docteur hopital clinique pharmacie vitale ameli secu securite sociale patient malade espace mon ma mes le la les de du des
france paris marseille lyon toulouse bordeaux lille nantes strasbourg bretagne alsace corse martinique guadeloupe reunion
maman papa cherie cheri amour doudou loulou coeur bisou bisous famille enfant bebe princesse licorne chocolat chaton
chat chien cheval tigre lion dragon loup oiseau papillon fleur jardin maison voiture moto velo football foot rugby
psg om asse tennis natation musique guitare piano cinema
marie jean pierre michel nicolas julien thomas camille lea manon chloe emma lucas hugo louis jules gabriel raphael
martin bernard dubois durand moreau laurent simon lefebvre leroy roux david bertrand morel fournier girard
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche
printemps ete automne hiver noel vacances plage
iloveyou welcome letmein monkey superman batman pokemon starwars master hello test demo demonstration example exemple
changeme nouveau nouvelle temporaire provisoire provisoir toto tata titi lol abc abcdef abcdefgh socle
et un une a au aux en je tu il elle nous vous
`
  .split(/\s+/)
  .filter(Boolean);

/** What is written in place of letters. */
const disguises: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '€': 'e',
  '!': 'i',
};
const runs = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'azertyuiopqsdfghjklmwxcvbn', 'qwertyuiopasdfghjklzxcvbnm'];
const known = new Set(words);
const longestWord = Math.max(...words.map((word) => word.length));

/**
 * Whether a password is one that guessers try first: nothing but common words, digits at the ends, one thing repeated, a run of the
 * keyboard; or the login or name of who chooses it. A list of our own: it does not know what was stolen elsewhere.
 *
 * Source: NIST SP 800-63B §3.1.1.2, blocklist; CNIL délibération 2022-100.
 */
export function isCommon(password: string, about: readonly string[] = []): boolean {
  const text = plain(password);
  if (repeats(text) || runs.some((run) => isRun(text, run))) return true;
  const own = about.flatMap((one) => plain(one).split(/[^a-z0-9]+/)).filter((part) => part.length > 2);
  const bareEnds = [text, text.replace(/^[^a-z0-9@$€]+|[^a-z0-9@$€]+$/g, ''), text.replace(/^[^a-z]+|[^a-z]+$/g, '')];
  const undressed = bareEnds.map((one) => [...one].map((letter) => disguises[letter] ?? letter).join(''));
  return [...bareEnds, ...undressed].some((one) => {
    const bare = one.replaceAll(/[^a-z]+/g, '');
    return bare.length === 0 ? new Set(text).size < 6 : madeOf(bare, own);
  });
}

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** `abcabcabcabc`: one part of at most ten characters again and again. */
function repeats(text: string): boolean {
  for (let size = 1; size <= 10; size++) {
    const part = text.slice(0, size);
    if (text.length >= 2 * size && part.repeat(Math.ceil(text.length / size)).slice(0, text.length) === text) return true;
  }
  return false;
}

function isRun(text: string, run: string): boolean {
  return text.length > 0 && (run.includes(text) || [...run].reverse().join('').includes(text));
}

/** Whether a text can be cut into words of the list, letter by letter: at most 200 letters by as many as the longest word. */
function madeOf(text: string, own: readonly string[]): boolean {
  const reached = [true];
  for (let end = 1; end <= text.length; end++) {
    reached[end] = false;
    for (let size = 1; size <= Math.min(end, Math.max(longestWord, 40)) && reached[end] !== true; size++) {
      if (reached[end - size] !== true) continue;
      const word = text.slice(end - size, end);
      reached[end] = known.has(word) || own.includes(word);
    }
  }
  return reached[text.length] === true;
}
