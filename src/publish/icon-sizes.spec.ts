import { expect, it } from '@jest/globals';
import { PNG } from 'pngjs';
import { drawIcons } from './icon-sizes.js';

const BLUE = [0x2f, 0x6f, 0xde, 0xff];

function image(width: number, height: number, colour = BLUE): Buffer {
  const picture = new PNG({ width, height });
  for (let at = 0; at < picture.data.length; at++) picture.data[at] = colour[at % 4]!;
  return PNG.sync.write(picture);
}

it('draws a square logo in each size', async () => {
  const { files, problems } = await drawIcons(image(600, 600));
  expect(problems).toEqual([]);
  const drawn = files.map(([name, content]) => {
    const { width, height } = PNG.sync.read(content);
    return [name, width, height];
  });
  expect(drawn).toEqual([64, 128, 256, 512].map((size) => [`icon-${size}.png`, size, size]));
});

it.each([[BLUE], [[0, 0, 0, 0]]])('keeps the colour %j', async (colour) => {
  const { files } = await drawIcons(image(512, 512, colour));
  const { data } = PNG.sync.read(files[0]![1]);
  expect([...data.subarray(0, 4)]).toEqual(colour);
});

it('does not enlarge a small logo, and says what directories ask for', async () => {
  const { files, problems } = await drawIcons(image(150, 150));
  expect(files.map(([name]) => name)).toEqual(['icon-64.png', 'icon-128.png']);
  expect(problems).toEqual(['it is 150 × 150 pixels; directories ask for 512 at least']);
});

it('refuses what is no square, and what is damaged', async () => {
  const wide = image(600, 300);
  expect(await drawIcons(wide)).toEqual({
    files: [],
    problems: ['it is 600 × 300 pixels, and no square'],
  });
  expect(await drawIcons(wide.subarray(0, 60))).toEqual({
    files: [],
    problems: ['it is damaged: it cannot be drawn in other sizes'],
  });
});
