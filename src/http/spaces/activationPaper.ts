import { writePdf } from '#documents';
import type { ActivationWay, MadeCode } from '#signin';

interface Paper {
  readonly way: ActivationWay;
  /** Lines of the postal address, as the operator knows it; none at the desk. */
  readonly address: readonly string[];
  readonly at: Date;
  /** `https://carnet.example`. */
  readonly site: string;
}

/**
 * The letter with the code of activation (PDF/A-1a): what to do, until when, and what nobody will ask for. The birth date, which is asked for
 * with the code, is not on it, nor is the matricule.
 */
export function activationPaper({ code, until, person }: MadeCode, { way, address, at, site }: Paper): Buffer {
  const day = (date: Date): string => date.toLocaleDateString('fr-FR', { dateStyle: 'long', timeZone: 'Europe/Paris' });
  return writePdf({
    title: 'Votre code d’activation',
    createdAt: at,
    archival: true,
    header: {
      left: ['Socle – carnet de santé', way === 'desk' ? 'Remis au guichet' : 'Courrier personnel', `Le ${day(at)}`],
      right: [person.name, ...address],
    },
    blocks: [
      { kind: 'paragraph', text: `Bonjour ${person.name},` },
      {
        kind: 'paragraph',
        text: 'Ce code ouvre votre carnet de santé pour la première fois, ou à nouveau si vous avez perdu vos moyens de connexion. Il sert une seule fois.',
      },
      { kind: 'heading', text: `Code d’activation : ${code}` },
      { kind: 'paragraph', text: `Valable jusqu’au ${day(until)}.` },
      { kind: 'heading', text: 'Comment faire' },
      {
        kind: 'list',
        ordered: true,
        items: [
          `Ouvrez ${site}/carnet et choisissez « Se connecter ».`,
          'Choisissez « J’ai un code d’activation ».',
          'Saisissez ce code et votre date de naissance.',
          'Choisissez comment vous connecter ensuite : une clé d’accès sur votre téléphone, ou un mot de passe avec un code à usage unique.',
        ],
      },
      { kind: 'heading', text: 'Pour votre sécurité' },
      {
        kind: 'list',
        items: [
          'Personne ne vous demandera ce code par téléphone, par SMS ou par courriel.',
          'Quand il sert, vos anciens moyens de connexion et vos sessions se ferment : le journal de votre carnet le dit.',
          'Si vous n’avez rien demandé, jetez ce courrier et signalez-le à l’exploitant du service.',
        ],
      },
    ],
  });
}
