import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';

/** Where screenshots go: `SOCLE_ARTEFACTS`, else `artefacts` at the root, which Git leaves alone. */
export const screensFolder = join(process.env.SOCLE_ARTEFACTS ?? join(import.meta.dirname, '../../../artefacts'), 'screens');

/**
 * Writes what is on the screen, its whole height, for whoever looks at the pages themselves.
 * `name`: `<space>/<screen>-<state>`; the width is added to it.
 */
export async function picture(page: Page, name: string): Promise<void> {
  const path = join(screensFolder, `${name}-${page.viewportSize()?.width ?? 0}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: true, animations: 'disabled', caret: 'initial' });
}
