import { isRecord } from './bridge.js';

/** Variables that a host may set (MCP Apps 2026-01-26, "Theming"): these families and no others. */
const VARIABLE = /^--(color|font|border|shadow)-[a-z\d-]{1,60}$/;
const LONGEST_VALUE = 300;

/** Applies the host's colours and fonts; view.css supplies the rest. */
export function applyTheme(context: Record<string, unknown>): void {
  const { style } = document.documentElement;
  const { theme, styles } = context;
  if (theme === 'light' || theme === 'dark') style.colorScheme = theme;
  const variables = isRecord(styles) && isRecord(styles['variables']) ? styles['variables'] : {};
  for (const [name, value] of Object.entries(variables)) {
    if (VARIABLE.test(name) && typeof value === 'string' && value.length <= LONGEST_VALUE) {
      style.setProperty(name, value);
    }
  }
}

/** Tells the host the height of the content, now and whenever it changes. */
export function reportSize(tell: (size: { width: number; height: number }) => void): void {
  let last = '';
  new ResizeObserver(() => {
    const { scrollWidth } = document.documentElement;
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    const size = `${scrollWidth} ${height}`;
    if (size === last) return;
    last = size;
    tell({ width: scrollWidth, height });
  }).observe(document.body);
}
