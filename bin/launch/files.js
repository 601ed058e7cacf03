import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';

/** @param {string} path */
export function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * The file is there whole or not at all.
 * @param {string} path
 * @param {string} text
 */
export function writeWhole(path, text) {
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, text);
  renameSync(beside, path);
}

/**
 * Takes a folder away: first out of sight, under `dist`, then off the disk. So a removal that is cut short leaves no half folder in its
 * place. Where a folder cannot be moved (a mounted one) it is emptied in place.
 * @param {string} root
 * @param {string} folder
 */
export function takeAway(root, folder) {
  const aside = join(root, 'dist', '.aside');
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  try {
    renameSync(folder, join(aside, basename(folder)));
  } catch (error) {
    if (error.code !== 'ENOENT') rmSync(folder, { recursive: true, force: true });
  }
  rmSync(aside, { recursive: true, force: true });
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`socle: ${line}\n`);
}
