/** What a placeholder tells about its value, beside the name (RFC 6570). */
interface PlaceholderHint {
  style?: 'label' | 'matrix';
  explode?: boolean;
  /** The value may hold slashes. */
  reserved?: boolean;
}

/** A path of a document, rewritten as OpenAPI defines paths. */
export interface ReadPath {
  /** With `{name}` for every placeholder, and without a query. */
  path: string;
  hints: Map<string, PlaceholderHint>;
  /** Query parameters with a fixed value. */
  constants: [name: string, value: string][];
  /** The parameters that the path itself puts into the query. */
  queryNames: string[];
}

/**
 * Reads a path in any notation that documents use: Rails' `/users/:id(.:format)` and `*path`, Flask's `<int:id>`,
 * constraints such as `{id:\d+}`, RFC 6570's `{;id}`, `{.format}`, `{+path}` and `{?q}`, and a query or a fragment that
 * tells two operations apart.
 * @param isDeclared whether the document describes a path parameter of this very name
 */
export function readPath(written: string, isDeclared: (name: string) => boolean): ReadPath {
  const read: ReadPath = { path: '', hints: new Map(), constants: [], queryNames: [] };
  const plain = written
    .replace(/\([^(){}]*:[^(){}]*\)/g, '')
    .replace(/(?<=[/.-]):([A-Za-z_]\w*)(\([^()]*\))?[?*+]?/g, '{$1}')
    .replace(/(?<=\/)\*([A-Za-z_]\w*)/g, '{+$1}')
    .replace(/<(?:\w+:)?(\w+)>/g, '{$1}')
    .replace(/(?<=\/)\[(?:\.{3})?(\w+)\](?=\/|$)/g, '{$1}')
    .replace(
      /\$?\{\{\s*(\w+)\s*\}\}|\$\{(\w+)\}/g,
      (_all, one?: string, other?: string) => `{${one ?? other}}`,
    )
    .replace(/\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/g, (_all, inside: string) =>
      isDeclared(inside) ? `{${inside}}` : expand(inside, read),
    )
    .replace(/#.*$/s, '');
  const [path = '', query] = splitOnce(plain, '?');
  read.path = path;
  for (const pair of (query ?? '').split('&').filter(Boolean)) {
    const [name = '', value = ''] = splitOnce(pair, '=');
    if (/[{}]/.test(value)) read.queryNames.push(name);
    else if (name) read.constants.push([name, value]);
  }
  return read;
}

function splitOnce(text: string, mark: string): [before: string, after?: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** One expression of RFC 6570, or a name with a constraint behind it. */
function expand(inside: string, { hints, queryNames }: ReadPath): string {
  const [, operator = '', list = ''] = /^([+#./;?&*]?)(.*)$/s.exec(inside.trim()) ?? [];
  // A constraint may hold commas: `{id:\d{1,3}}`, `{name=projects/*}`.
  const variables = /[:=]/.test(list) ? [list] : list.split(',');
  const names = variables.map((variable) => {
    const [, name = '', rest = ''] = /^\s*([^:=*?\s]*)\s*(.*)$/s.exec(variable) ?? [];
    const explode = rest.startsWith('*');
    const reserved = operator === '+' || operator === '*' || /^=|^:.*\.[*+]|path/.test(rest);
    const style = ({ '.': 'label', ';': 'matrix' } as const)[operator];
    const hint = {
      ...(style && { style }),
      ...(explode && { explode }),
      ...(reserved && { reserved }),
    };
    if (Object.keys(hint).length > 0) hints.set(name, hint);
    return name;
  });
  if (operator === '#') return '';
  if (operator === '?' || operator === '&') {
    queryNames.push(...names);
    return '';
  }
  const places = names.map((name) => `{${name}}`);
  if (operator === '/') return places.map((place) => `/${place}`).join('');
  return places.join(operator === '.' || operator === ';' ? '' : ',');
}
