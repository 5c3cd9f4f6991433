import escapeHtml from 'escape-html';
import type { Call, Conversation, Turn } from './conversation.ts';

const WIDTH = 760;
const MARGIN = 24;
const LINE = 22;
const HEADER = 48;
/** Text cannot be measured here: a letter of 15 px is narrower than this on average, in every system's font. */
const LETTER = 7.7;
const BUBBLE_LETTERS = 54;
const ANSWER_LETTERS = 88;
const MONO_LETTERS = 62;

const STYLE = `
.page { fill: #ffffff; stroke: #d0d7de }
.bar { fill: #f6f8fa } .line { stroke: #d0d7de }
.text { fill: #1f2328; font: 15px system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif }
.soft { fill: #59636e } .small { font-size: 13px } .strong { font-weight: 600 }
.code { fill: #1f2328; font: 12.5px ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace }
.bubble { fill: #e7effa } .call { fill: #f6f8fa; stroke: #d0d7de }
.read { fill: #1a7f37 } .write { fill: #9a6700 } .live { fill: #1a7f37 }
@media (prefers-color-scheme: dark) {
.page { fill: #0d1117; stroke: #3d444d } .bar { fill: #151b23 } .line { stroke: #3d444d }
.text, .code { fill: #f0f6fc } .soft { fill: #9198a1 } .bubble { fill: #1f3350 } .call { fill: #151b23; stroke: #3d444d }
.read, .live { fill: #3fb950 } .write { fill: #d29922 }
}`;

/** A piece of the picture, drawn from its own top left corner. */
interface Drawn {
  svg: string;
  height: number;
}

/** @returns the conversation as an SVG that follows the reader's light or dark colours */
export function drawConversation({ application, toolCount, turns }: Conversation): string {
  let y = HEADER + 20;
  const drawn = turns.map((turn) => {
    const { svg, height } = draw(turn);
    const placed = `<g transform="translate(0 ${y})">\n${svg}\n</g>`;
    y += height + 16;
    return placed;
  });
  const height = y + 6;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title">
<title id="title">An assistant answers two questions with the tools of a Bullet Train application</title>
<!-- Drawn by npm run docs from a conversation with the sandbox (scripts/conversation.ts). -->
<style>${STYLE}
</style>
<clipPath id="frame"><rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="12"/></clipPath>
<rect class="page" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="12"/>
<rect class="bar" x="1" y="1" width="${WIDTH - 2}" height="${HEADER - 1}" clip-path="url(#frame)"/>
<path class="line" d="M1 ${HEADER}H${WIDTH - 1}"/>
<circle class="live" cx="${MARGIN + 5}" cy="${HEADER / 2}" r="5"/>
${text('text strong', MARGIN + 20, HEADER / 2 + 5, application)}
${text('text soft small', WIDTH - MARGIN, HEADER / 2 + 5, `connected · ${toolCount} tools`, 'end')}
${drawn.join('\n')}
</svg>
`;
}

function draw(turn: Turn): Drawn {
  if (turn.is === 'question') return drawQuestion(turn.text);
  return turn.is === 'calls' ? drawCalls(turn.calls) : drawAnswer(turn.text, turn.table);
}

function drawQuestion(question: string): Drawn {
  const lines = wrap(question, BUBBLE_LETTERS);
  const width = Math.max(...lines.map(({ length }) => length)) * LETTER + 36;
  const height = lines.length * LINE + 18;
  const x = WIDTH - MARGIN - width;
  const box = `<rect class="bubble" x="${x}" y="0" width="${width}" height="${height}" rx="16"/>`;
  const texts = lines.map((line, n) => text('text', x + 18, 25 + n * LINE, line));
  return { svg: [box, ...texts].join('\n'), height };
}

function drawCalls(calls: Call[]): Drawn {
  const height = calls.length * 30 + 10;
  const box = `<rect class="call" x="${MARGIN}" y="0" width="${WIDTH - 2 * MARGIN}" height="${height}" rx="8"/>`;
  const rows = calls.flatMap(({ tool, args, isRead, result }, n) => {
    const y = 25 + n * 30;
    const said = Object.entries(args).map(
      ([name, value]) => `${name}: ${[value].flat().join(', ')}`,
    );
    const line = `${tool}(${said.join('; ')})`;
    if (line.length > MONO_LETTERS) throw new Error(`There is no room for ${line}`);
    return [
      text(
        `text small strong ${isRead ? 'read' : 'write'}`,
        MARGIN + 14,
        y,
        isRead ? 'read' : 'write',
      ),
      text('code', MARGIN + 64, y, line),
      text('text soft small', WIDTH - MARGIN - 14, y, `✓ ${result}`, 'end'),
    ];
  });
  return { svg: [box, ...rows].join('\n'), height };
}

function drawAnswer(answer: string, table: string[][] = []): Drawn {
  const lines = wrap(answer, ANSWER_LETTERS);
  const texts = lines.map((line, n) => text('text', MARGIN, 16 + n * LINE, line));
  const top = lines.length * LINE + 8;
  const rows = table.flatMap((cells, n) => {
    const y = top + 16 + n * 28;
    const style = n === 0 ? 'text small soft strong' : 'text';
    const rule = `<path class="line" d="M${MARGIN} ${y + 9.5}H${MARGIN + 420}"/>`;
    return [...cells.map((cell, at) => text(style, MARGIN + at * 260, y, cell)), rule];
  });
  const height = table.length > 0 ? top + table.length * 28 : lines.length * LINE;
  return { svg: [...texts, ...rows].join('\n'), height };
}

function text(style: string, x: number, y: number, words: string, anchor?: 'end'): string {
  const place = `x="${x}" y="${y}"${anchor ? ` text-anchor="${anchor}"` : ''}`;
  return `<text class="${style}" ${place}>${escapeHtml(words)}</text>`;
}

function wrap(words: string, letters: number): string[] {
  const lines = [''];
  for (const word of words.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (longer.length > letters) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
