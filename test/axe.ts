import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

const RUN = `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`;

/** @returns what axe finds wrong in a page or frame, each as `rule: element`; axe is loaded into it once */
export async function axeFindings(page: Page | Frame): Promise<string[]> {
  if (!(await page.evaluate('Boolean(window.axe)'))) await page.evaluate(axe.source);
  return page.evaluate<string[]>(RUN);
}
