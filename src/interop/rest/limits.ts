const mebi = 1024 * 1024;

/** The most bytes of a body: a Bundle; a resource, or what an operation is about; a search. Documented in docs/guide. */
export const bodyLimits = { bundle: 64 * mebi, resource: 21 * mebi, search: mebi } as const;
