import { Pica } from 'pica';
import { PNG } from 'pngjs';

/** Widths of square icons, in pixels, that ChatGPT's and Claude's forms and web pages ask for. */
const SIZES = [64, 128, 256, 512];
const LARGEST = 512;

/** The logo as square PNG files, and what is wrong with it. */
interface IconSet {
  /** `icon-64.png` and so on, of each size that the logo has. */
  files: [name: string, content: Buffer][];
  problems: string[];
}

/** Draws a square PNG in each size that is no larger than itself. */
export async function drawIcons(logo: Buffer): Promise<IconSet> {
  const picture = readPng(logo);
  if (!picture) return refuse('it is damaged: it cannot be drawn in other sizes');
  const { width, height } = picture;
  if (width !== height) return refuse(`it is ${width} × ${height} pixels, and no square`);
  const files: IconSet['files'] = [];
  for (const size of SIZES.filter((one) => one <= width)) {
    files.push([`icon-${size}.png`, await draw(picture, size)]);
  }
  if (width >= LARGEST) return { files, problems: [] };
  const problem = `it is ${width} × ${width} pixels; directories ask for ${LARGEST} at least`;
  return { files, problems: [problem] };
}

function readPng(logo: Buffer): PNG | undefined {
  try {
    return PNG.sync.read(logo);
  } catch {
    return undefined;
  }
}

async function draw({ data, width, height }: PNG, size: number): Promise<Buffer> {
  const drawn = new PNG({ width: size, height: size });
  const [toWidth, toHeight] = [size, size];
  // The features are those that need no browser.
  const pixels = await new Pica({ features: ['js'] }).resizeBuffer({
    src: data,
    width,
    height,
    toWidth,
    toHeight,
  });
  drawn.data = Buffer.from(pixels);
  return PNG.sync.write(drawn);
}

function refuse(problem: string): IconSet {
  return { files: [], problems: [problem] };
}
