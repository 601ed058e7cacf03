import { randomInt } from 'node:crypto';

const words =
  `le patient présente une glycémie stable traitement poursuivi contrôle dans trois mois bonjour cher confrère je vous remercie de m’avoir
adressé madame monsieur pour avis concernant douleur thoracique tension artérielle bilan sanguin normal échographie cardiaque fonction
ventriculaire conservée ordonnance renouvelée hypertension diabète rendez-vous courrier résultat laboratoire hospitalisation sortie`.split(
    /\s+/,
  );

/** A letter of about `bytes`, its body in base64 as most programs write it; each with words and an identifier of its own. */
export function letter(n: number, from: string, to: string, bytes: number): Buffer {
  const head = [
    `From: Dr Essai <${from}>`,
    `To: <${to}>`,
    `Subject: =?utf-8?Q?R=C3=A9sultat_n=C2=B0_${n}?=`,
    'Date: Fri, 20 Nov 2026 09:00:00 +0100',
    `Message-ID: <${n}.${randomInt(2 ** 40)}@banc.exemple>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    'X-MSS-NIL: banc-1',
  ].join('\r\n');
  const room = Math.floor(((bytes - head.length) * 3) / 4 / 1.03);
  let text = `Lettre ${n}.`;
  while (text.length < room) text += ` ${words[randomInt(words.length)]}${randomInt(9) === 0 ? randomInt(10_000) : ''}`;
  const body = Buffer.from(text)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n');
  return Buffer.from(`${head}\r\n\r\n${body}\r\n`);
}
