/** What is read of a message, at most; the rest stays in its bytes, unread. */
export const mostParts = 1_000;
export const mostDepth = 30;
export const mostHeadBytes = 1_048_576;
export const mostFields = 1_000;
export const mostAddresses = 1_000;
export const mostParameters = 50;
/** Of one string in an envelope or a structure, characters. */
export const mostListString = 4_000;
/** Of a whole structure, characters: past it the message is told as one part. */
export const mostStructure = 1_048_576;
/** RFC 2046 §5.1.1 says 70; longer ones exist. */
export const mostBoundary = 200;
export const mostTextBytes = 262_144;
