import type { Testbed } from './testbed/testbed.ts';

export interface Options {
  readonly seconds: number;
  readonly concurrency?: number;
  /** How many people `identities` loads. */
  readonly people?: number;
}

/** One thing that Socle does, measured. */
export interface Scenario {
  readonly name: string;
  readonly what: string;
  /** Too long for a run of everything. */
  readonly onlyNamed?: boolean;
  run(bed: Testbed, options: Options): Promise<Measured>;
}

/** CPU used for one operation, in milliseconds; `postgresql` is undefined where the system does not tell (other than Linux). */
export interface CpuPerOperation {
  readonly server: number;
  readonly postgresql: number | undefined;
  readonly client: number;
}

/** The least that any program could do for the same result, measured in the same run on the same machine. */
export interface Floor {
  readonly what: string;
  readonly perSecond: number;
  /** Program and PostgreSQL together, for one operation. */
  readonly cpuMs: number | undefined;
}

export interface Row {
  readonly name: string;
  readonly answered: number;
  /** Answers that were not the expected one, and requests that got none. */
  readonly failed: number;
  /** Open loop only: arrivals that found every connection taken and were given up. */
  readonly missed?: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly cpuMs?: CpuPerOperation;
  readonly floor?: Floor;
}

export interface Mark {
  readonly what: string;
  readonly wanted: string;
  readonly found: string;
  readonly met: boolean;
}

export interface Measured {
  readonly name: string;
  readonly how: string;
  readonly rows: readonly Row[];
  readonly marks: readonly Mark[];
  /** Cores that other programs of the machine used meanwhile: above a few tenths, rates and latencies say little; CPU-ms hold. */
  readonly othersCores?: number;
}

/** A mark on a number: at most, or at least. */
export function mark(what: string, bound: '≤' | '≥', wanted: number, found: number | undefined, unit: string): Mark {
  const met = found !== undefined && (bound === '≤' ? found <= wanted : found >= wanted);
  return {
    what,
    wanted: `${bound} ${wanted} ${unit}`,
    found: found === undefined ? 'not known here' : `${short(found)} ${unit}`,
    met,
  };
}

export function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Server and PostgreSQL together: what the marks count. */
export function countedCpu(cpu: CpuPerOperation | undefined): number | undefined {
  return cpu?.postgresql === undefined ? undefined : cpu.server + cpu.postgresql;
}
