/**
 * Builds the views of MCP Apps (src/views/client/) into one self-contained HTML file:
 * src/views/client/view.html's contents with the script and the styles in it: src/views/view.html, which `nest build`
 * copies. Its policy allows only this script and these styles.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const CLIENT = fileURLToPath(new URL('../src/views/client/', import.meta.url));
const FILE = fileURLToPath(new URL('../src/views/view.html', import.meta.url));
/** The most bytes of a view, which is loaded into each conversation that shows one. */
const MOST_BYTES = 60_000;

const { output } = await build({
  input: `${CLIENT}main.ts`,
  platform: 'browser',
  write: false,
  output: { format: 'iife', minify: true },
  logLevel: 'warn',
});
const script = output[0].code.trim().replaceAll('</', '<\\/');
const styles = minify(await readFile(`${CLIENT}view.css`, 'utf8'));
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)}`,
  `style-src ${hash(styles)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const html = Object.entries({ policy, styles, script }).reduce(
  (text, [name, value]) => text.replace(new RegExp(`\\s*/\\* ${name} \\*/\\s*`), () => value),
  (await readFile(`${CLIENT}view.html`, 'utf8')).replaceAll(/>\s+</g, '><'),
);
const { length } = Buffer.from(html);
if (length > MOST_BYTES) throw new Error(`The view has ${length} bytes, more than ${MOST_BYTES}`);
await writeFile(FILE, html);

/** CSP 3 §8.5: the digest of the text between the tags. */
function hash(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** No string in these styles has two spaces or a brace. */
function minify(css) {
  return css.replaceAll(/\s+/g, ' ').replaceAll(/\s*([{}:;,>])\s*/g, (found, sign) =>
    // A colon behind a space begins a selector, `.row :is(…)`.
    sign === ':' && found.startsWith(' ') ? ' :' : sign,
  );
}
