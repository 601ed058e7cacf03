/** In bytes, but for `files`. */
export interface SourceLimits {
  /** Of all that is kept, unpacked. */
  readonly unpacked: number;
  readonly file: number;
  /** Of everything in it, kept or not. */
  readonly files: number;
  /** Of an archive as it lies there. */
  readonly archive: number;
}

/** What the ANS publishes in one archive (some 6,400 files) is a third of this at most. */
export const sourceLimits: SourceLimits = { unpacked: 192 << 20, file: 32 << 20, files: 50_000, archive: 512 << 20 };

/** Where the files of a package stand; each is read when it is asked for. */
export interface Source {
  /** Relative, with `/`. */
  readonly paths: readonly string[];
  read(path: string): Promise<Buffer>;
  close(): Promise<void>;
}

/** True for a path of an archive that would lead out of it. */
export const leaves = (name: string): boolean => /(^|[\\/])\.\.([\\/]|$)|[\0\\]/.test(name);
