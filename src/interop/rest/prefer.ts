/** What a client would like of the answer. What is not understood is left aside, as RFC 7240 §2 wants. */
export interface Prefer {
  readonly return?: 'minimal' | 'representation' | 'OperationOutcome';
  readonly handling?: 'strict' | 'lenient';
  readonly respondAsync: boolean;
}

/** Reads the Prefer header, of which there may be several, joined by commas. Source: FHIR R4 §3.1.0.1.9; RFC 7240. */
export function preferOf(header: string | undefined): Prefer {
  if (header === undefined) return nothing;
  const asked = new Map<string, string>();
  for (const part of header.slice(0, 500).split(/[,;]/)) {
    const [name = '', value = ''] = part.split('=', 2).map((word) => word.trim());
    if (!asked.has(name.toLowerCase())) asked.set(name.toLowerCase(), value.replace(/^"(.*)"$/, '$1'));
  }
  const returned = returns.find((one) => one.toLowerCase() === asked.get('return')?.toLowerCase());
  const handling = handlings.find((one) => one === asked.get('handling')?.toLowerCase());
  return {
    respondAsync: asked.has('respond-async'),
    ...(returned === undefined ? {} : { return: returned }),
    ...(handling === undefined ? {} : { handling }),
  };
}

const nothing: Prefer = { respondAsync: false };
const returns = ['minimal', 'representation', 'OperationOutcome'] as const;
const handlings = ['strict', 'lenient'] as const;
