/** Fields by lower-case name, in the order they came, unfolded; the first 100 of a block. */
export type Block = ReadonlyMap<string, string>;

const mostBlocks = 1001;
const mostFields = 100;
const mostValue = 2000;

/**
 * Reads the part of a report that is for machines: blocks of fields between empty lines. Never refuses; what is no field is passed over, the first of
 * two fields with one name counts, as RFC 3464 §2.1.1 leaves it.
 */
export function readBlocks(text: string): readonly Block[] {
  const blocks: Map<string, string>[] = [];
  const unfolded = text.slice(0, 256 * 1024).replaceAll(/\r?\n[ \t]+/g, ' ');
  for (const chunk of unfolded.split(/\r?\n(?:[ \t]*\r?\n)+/, mostBlocks)) {
    const block = new Map<string, string>();
    for (const line of chunk.split(/\r?\n/)) {
      const colon = line.indexOf(':');
      if (colon < 1 || block.size >= mostFields) continue;
      const name = line.slice(0, colon).trim().toLowerCase();
      if (/^[!-9;-~]+$/.test(name) && !block.has(name))
        block.set(
          name,
          line
            .slice(colon + 1)
            .trim()
            .slice(0, mostValue),
        );
    }
    if (block.size > 0) blocks.push(block);
  }
  return blocks;
}

/** `rfc822; Un@Autre.fr` → `un@autre.fr`; undefined for another kind of address, or for none. */
export function typedAddress(value: string | undefined): string | undefined {
  const found = /^(?:rfc822|utf-8)\s*;\s*<?([^\s<>;]{3,254})>?\s*$/i.exec(value ?? '')?.[1];
  return found?.includes('@') === true ? found.toLowerCase() : undefined;
}
