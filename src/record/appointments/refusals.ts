import { Refusal } from '#kernel';

const refusal = (code: string, fr: string, en: string): Refusal => new Refusal(`appointments.${code}`, { fr, en });

export const badMoment = (): Refusal =>
  refusal(
    'bad-moment',
    'Écrivez une date et une heure, au plus cinq ans à l’avance.',
    'Write a date and a time, five years ahead at most.',
  );
export const badLength = (): Refusal =>
  refusal('bad-length', 'Un rendez-vous dure de 5 minutes à 24 heures.', 'An appointment lasts from 5 minutes to 24 hours.');
export const tooLong = (most: number): Refusal =>
  refusal(
    'too-long',
    `Ce texte est trop long : ${most} caractères au plus.`,
    `This text is too long: ${most} characters at most.`,
  );
export const empty = (): Refusal =>
  refusal('empty', 'Dites avec qui est le rendez-vous, ou pourquoi.', 'Say with whom the appointment is, or what it is for.');
