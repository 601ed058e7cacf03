/** Our own small line drawings, 24 × 24; decorative: the word beside them carries the meaning. */
const drawings = {
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5',
  health: 'M12 20C6.5 16 3.500 12.800 3.500 9a4.300 4.300 0 0 1 8.500-1.200A4.300 4.300 0 0 1 20.500 9c0 3.800-3 7-8.500 11z',
  home: 'M4 11.5 12 4l8 7.5M6.5 10v9.5h11V10M10 19.5v-5h4v5',
  documents: 'M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12h5M10 15.5h5',
  access: 'M12 3.5 5 6v5.5c0 4.2 2.8 7.3 7 9 4.2-1.7 7-4.8 7-9V6zM9 12l2.2 2.2L15.2 10',
  log: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  messages: 'M4 5.500h16v11H9l-5 4zM8 9.500h8M8 12.500h5',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  search: 'M11 4.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM16 16l4.5 4.5',
  publish: 'M12 16V4.5M7.5 9 12 4.5 16.5 9M4.5 15v4.5h15V15',
  spark: 'M12 3.5l2.3 6.2 6.2 2.3-6.2 2.3L12 20.5l-2.3-6.2L3.5 12l6.2-2.3z',
  hidden:
    'M4 4l16 16M9.9 9.9a3 3 0 0 0 4.2 4.2M6.5 7.3C4.6 8.6 3.2 10.3 2.5 12c1.6 3.8 5.2 6 9.5 6 1.6 0 3.1-.3 4.4-.9M10 6.2c.6-.1 1.3-.2 2-.2 4.3 0 7.9 2.2 9.5 6-.5 1.1-1.2 2.200-2.1 3.100',
  later: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4.500l3 2',
  archive: 'M4 5h16v4H4zM5.500 9v10.500h13V9M10 13h4',
  replaced: 'M4.500 9h11a4 4 0 0 1 0 8H9M4.500 9 8 5.500M4.500 9 8 12.500',
  blocked: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM6.500 6.500l11 11',
  done: 'M5 12.500l4.500 4.500L19 7.500',
  warning: 'M12 4 2.800 19.500h18.400zM12 10v4.500M12 17h.01',
  info: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 11v5M12 8h.01',
  person: 'M12 4.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM5 20c.6-4 3.300-6 7-6s6.400 2 7 6',
  next: 'M9 5l7 7-7 7',
  results: 'M4 4v16h16M7.500 15.500 11 11l3 2.500 5-6.500',
  scan: 'M4 8.500V4h4.500M15.500 4H20v4.500M20 15.500V20h-4.500M8.500 20H4v-4.500M8 8h3v3H8zM13 13h3v3h-3zM13 8h3M8 16h2',
  print: 'M7 9V4h10v5M7 17H4.500V9h15v8H17M7 14h10v6H7z',
  share: 'M12 14V3.500M8 7.500l4-4 4 4M7 11H5v9.500h14V11h-2',
  mail: 'M3.5 6h17v12.500h-17zM3.500 7l8.500 6.500L20.500 7',
  flag: 'M6 21V4h11.500l-2.500 4 2.500 4H6',
  attach: 'M8 12.500l6-6a3 3 0 0 1 4.300 4.300l-8.300 8.300a5 5 0 0 1-7-7L11 4',
  camera: 'M4 8h3.500L9 5.500h6L16.500 8H20v11.500H4zM12 10.500a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
  close: 'M6 6l12 12M18 6 6 18',
  download: 'M12 4.500V16M7.500 11.500 12 16l4.500-4.500M4.500 19.500h15',
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  );
}

/** The mark of Socle: a plinth of three courses that carries a point. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className="mark-ground" width="32" height="32" rx="8" />
      <circle className="mark-point" cx="16" cy="8.5" r="3" />
      <path
        className="mark-courses"
        d="M13.500 13h5a1.500 1.500 0 0 1 0 4h-5a1.500 1.500 0 0 1 0-4zM10 18.500h12a2 2 0 0 1 0 4H10a2 2 0 0 1 0-4zM7 24h18a2 2 0 0 1 0 4H7a2 2 0 0 1 0-4z"
      />
    </svg>
  );
}
