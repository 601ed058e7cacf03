import { capucine, hector, irene, nuees, orme } from '../walks/cast.ts';

/** Something of the territory's one record, with a word that stands nowhere else: in its title, its narrative, its facts or its PDF. */
export interface Thing {
  readonly name: string;
  readonly word: string;
  readonly kind: 'document' | 'resource';
  /** `MASQUE_PS`, `INVISIBLE_PATIENT`, `INVISIBLE_REPRESENTANTS_LEGAUX`. */
  readonly masked: boolean;
  readonly invisible: boolean;
  readonly withheld: boolean;
  /** JDV_J07; undefined for what comes from no document. */
  readonly type?: string;
  readonly author: string;
  readonly depositor: string;
  /** False for what was withdrawn. */
  readonly stands: boolean;
  /** Out of force: its facts have ended. */
  readonly superseded: boolean;
}

const usual = '11502-2';
/** A request for telemedicine: published as one of the types that nurses do not read. */
export const notForNurses = '75496-0';

type Given = Partial<Omit<Thing, 'name' | 'word' | 'kind'>>;

const thing = (kind: Thing['kind'], name: string, given: Given = {}): Thing => ({
  name,
  word: `zq${name}xz`,
  kind,
  masked: false,
  invisible: false,
  withheld: false,
  ...(kind === 'document' ? { type: usual } : {}),
  author: irene.id,
  depositor: nuees.id,
  stands: true,
  superseded: false,
  ...given,
});

/** Every state of visibility, of a document and of what comes from none. */
export const things: readonly Thing[] = [
  thing('document', 'open'),
  thing('document', 'masked', { masked: true }),
  thing('document', 'invisible', { invisible: true }),
  thing('document', 'withheld', { withheld: true }),
  thing('document', 'maskedwithheld', { masked: true, withheld: true }),
  thing('document', 'all', { masked: true, invisible: true, withheld: true }),
  thing('document', 'denied', { type: notForNurses }),
  thing('document', 'deniednurse', { type: notForNurses, author: capucine.id }),
  thing('document', 'maskedhector', { masked: true, author: hector.id }),
  thing('document', 'orme', { author: hector.id, depositor: orme.id }),
  thing('document', 'scan', { masked: true, type: '11488-4' }),
  thing('document', 'old', { superseded: true }),
  thing('document', 'fresh', { invisible: true }),
  thing('document', 'joined', { withheld: true }),
  // of one submission, whose title names what is masked of it
  thing('document', 'lotshut', { masked: true }),
  thing('document', 'lotopen'),
  thing('document', 'gone', { stands: false }),
  thing('resource', 'plain'),
  thing('resource', 'shut', { masked: true }),
  thing('resource', 'unsaid', { invisible: true }),
  thing('resource', 'kept', { withheld: true }),
  thing('resource', 'byhector', { masked: true, author: hector.id, depositor: hector.id }),
  thing('resource', 'report'),
];

export function thingNamed(name: string): Thing {
  const found = things.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no thing is called ${name}`);
  return found;
}

export const typeOf = ({ kind, name }: Thing): string =>
  kind === 'document' ? 'DocumentReference' : name === 'report' ? 'DiagnosticReport' : 'Observation';
