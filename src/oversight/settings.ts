/** How long the operator has to answer, and how long things hold: in milliseconds. */
const hour = 3_600_000;
const day = 24 * hour;

export const answerWithin = 30 * day;
export const reviewWithin = 7 * day;
export const confirmWithin = day;
export const checkHolds = hour;
/** How long visits are kept to compare with; in days. */
export const visitsKept = 90;

export const longestWords = 2000;
export const mostOpenContests = 50;
