import { ICON } from '../pages/icon.js';
import type { AppConfig } from '../config/app-config.js';

/** The operator's logo for directories, and what is wrong with it. */
export interface Logo {
  /** `icon.svg`, or `icon.png` and `icon-64.png` to `icon-512.png`. */
  files: [name: string, content: Buffer][];
  problems: string[];
}

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 5 * 1024 * 1024;
/** The first bytes of a PNG (PNG §5.2). */
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** @returns the operator's logo, from APPLICATION_LOGO_URL, or the default plug */
export async function fetchLogo({ application: { logoUrl } }: AppConfig): Promise<Logo> {
  const plug: Pick<Logo, 'files'> = { files: [['icon.svg', Buffer.from(ICON)]] };
  if (logoUrl === undefined) {
    return { ...plug, problems: ['APPLICATION_LOGO_URL is not set: this is a plug, and no logo'] };
  }
  try {
    const response = await fetch(logoUrl, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const content = Buffer.from(await response.arrayBuffer());
    if (response.ok && content.length <= MOST_BYTES) return await readLogo(content);
    const reason = response.ok ? `more than ${MOST_BYTES} bytes` : `HTTP ${response.status}`;
    return { ...plug, problems: [`${logoUrl} answered ${reason}: this is a plug, and no logo`] };
  } catch {
    return { ...plug, problems: [`${logoUrl} does not answer: this is a plug, and no logo`] };
  }
}

/** @param content of an image, SVG or PNG */
async function readLogo(content: Buffer): Promise<Logo> {
  if (content.subarray(0, PNG.length).equals(PNG)) {
    // Only the kit draws: nothing else waits for this to load.
    const { drawIcons } = await import('./icon-sizes.js');
    const { files, problems } = await drawIcons(content);
    return { files: [['icon.png', content], ...files], problems };
  }
  const isSvg = /<svg[\s>]/i.test(content.subarray(0, 4_096).toString('utf8'));
  return {
    files: [['icon.svg', content]],
    problems: isSvg ? [] : ['it is neither an SVG nor a PNG'],
  };
}
