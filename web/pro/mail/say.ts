import type { MessageLine, Person } from './shapes.ts';

const subjectMark = 'XDM/1.0/DDM+';

/** A subject as people read it: without the mark of documents, wherever it stands. */
export function shownSubject(subject: string): string {
  return subject.replace(subjectMark, '').trim();
}

/** A name, or the address where there is none. */
export const nameOf = ({ name, address }: Person): string => name || address;

/** `Dr Amélie Exemple, Bruno Témoin et 3 autres`: at most `most` names. */
export function namesOf(people: readonly Person[], more: (count: number) => string, most = 3): string {
  const names = [...new Set(people.map(nameOf))];
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} ${more(names.length - most)}` : shown;
}

/** `1,2 Mo` in the reader's way of writing. */
export function size(bytes: number, locale: string): string {
  const [value, unit] =
    bytes < 1_000_000
      ? [Math.ceil(bytes / 1000), 'kilobyte']
      : bytes < 1_000_000_000
        ? [bytes / 1_000_000, 'megabyte']
        : [bytes / 1_000_000_000, 'gigabyte'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}

/** Whom an answer goes to: the writer, or whom they asked to write to; of one's own message, the same people again. */
export function answerTo(
  message: Pick<MessageLine, 'from' | 'to'> & { readonly replyTo?: readonly Person[] },
  own: string,
): readonly Person[] {
  if (message.from.some(({ address }) => address === own)) return message.to;
  return message.replyTo !== undefined && message.replyTo.length > 0 ? message.replyTo : message.from;
}

/** Everybody else of a message, for an answer to all. */
export function othersOf(message: Pick<MessageLine, 'to' | 'cc'>, own: string, already: readonly Person[]): readonly Person[] {
  const known = new Set([own, ...already.map(({ address }) => address)]);
  return [...message.to, ...message.cc].filter(({ address }) => !known.has(address) && known.add(address));
}

/** `Re: …`, once. */
export const answered = (subject: string): string =>
  /^(re|ré)\s*:/i.test(shownSubject(subject)) ? shownSubject(subject) : `Re: ${shownSubject(subject)}`;
export const forwarded = (subject: string): string =>
  /^(tr|fwd?)\s*:/i.test(shownSubject(subject)) ? shownSubject(subject) : `Tr: ${shownSubject(subject)}`;

/** Puts what is known in the places of a template; a place whose word is unknown stays, to be seen and filled. */
export function filled(text: string, words: { readonly patient?: string; readonly date: string }): string {
  return text.replaceAll('{date}', words.date).replaceAll('{patient}', words.patient ?? '{patient}');
}
