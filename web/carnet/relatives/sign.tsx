/** Four shapes, each with a colour of its own: a person is told from another by both, and by the name beside. */
const shapes = [
  'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z',
  'M12 2.500 22 20.500H2z',
  'M3.500 3.500h17v17h-17z',
  'M12 1.500 22.500 12 12 22.500 1.500 12z',
] as const;

/** The sign of one person, always the same for a name. Decorative: the name stands beside it. */
export function Sign({ name }: { name: string }) {
  const n = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % shapes.length;
  return (
    <svg className={`carnet-sign carnet-sign-${n}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[n] ?? shapes[0]} />
    </svg>
  );
}
