import { type ParseArgsConfig, parseArgs } from 'node:util';
import { CommandFailed } from './server.ts';

/** Reads options and words; a wrong option is told with the command's help. */
export function optionsOf<const T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
  help: string,
) {
  try {
    const parsed = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    return { values: parsed.values as Partial<Record<keyof T | 'help', string | boolean>>, words: parsed.positionals };
  } catch (error) {
    throw new CommandFailed(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

export function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
