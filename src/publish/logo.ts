import { ICON } from '../pages/icon.js';
import type { AppConfig } from '../config/app-config.js';

/** An image for a directory, and what is wrong with it. */
export interface Logo {
  /** `icon.svg` or `icon.png`. */
  file: string;
  content: Buffer;
  problems: string[];
}

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 5 * 1024 * 1024;
/** The least width and height of a directory's square icon, in pixels. */
const LEAST_PIXELS = 512;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** @returns the operator's logo, from APPLICATION_LOGO_URL, or the default plug */
export async function fetchLogo({ application: { logoUrl } }: AppConfig): Promise<Logo> {
  const plug = { file: 'icon.svg', content: Buffer.from(ICON) };
  if (logoUrl === undefined) {
    return { ...plug, problems: ['APPLICATION_LOGO_URL is not set: this is a plug, and no logo'] };
  }
  try {
    const response = await fetch(logoUrl, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const content = Buffer.from(await response.arrayBuffer());
    if (response.ok && content.length <= MOST_BYTES) return examineLogo(content);
    const reason = response.ok ? `more than ${MOST_BYTES} bytes` : `HTTP ${response.status}`;
    return { ...plug, problems: [`${logoUrl} answered ${reason}: this is a plug, and no logo`] };
  } catch {
    return { ...plug, problems: [`${logoUrl} does not answer: this is a plug, and no logo`] };
  }
}

/** @param content of an image, SVG or PNG */
export function examineLogo(content: Buffer): Logo {
  if (content.subarray(0, PNG.length).equals(PNG)) {
    // The first chunk is IHDR (PNG §11.2.1).
    const [width, height] = [content.readUInt32BE(16), content.readUInt32BE(20)];
    const problems = [
      ...(width === height ? [] : [`it is ${width} × ${height} pixels, and no square`]),
      ...(Math.min(width, height) < LEAST_PIXELS
        ? [`it is ${width} × ${height} pixels; directories ask for ${LEAST_PIXELS} at least`]
        : []),
    ];
    return { file: 'icon.png', content, problems };
  }
  const isSvg = /<svg[\s>]/i.test(content.subarray(0, 4_096).toString('utf8'));
  return {
    file: 'icon.svg',
    content,
    problems: isSvg ? [] : ['it is neither an SVG nor a PNG'],
  };
}
