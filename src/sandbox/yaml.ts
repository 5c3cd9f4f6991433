export type Yaml = string | number | boolean | null | Yaml[] | { [key: string]: Yaml };

/** Writes plain data as block YAML; supports only what the document needs. */
export function toYaml(value: Yaml): string {
  return `${lines(value).join('\n')}\n`;
}

function lines(value: Yaml): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) =>
      lines(item).map((line, n) => (n === 0 ? `- ${line}` : `  ${line}`)),
    );
  }
  if (!isBlock(value)) return [scalar(value)];
  return Object.entries(value).flatMap(([key, item]) =>
    isBlock(item)
      ? [`${quote(key)}:`, ...lines(item).map((line) => `  ${line}`)]
      : [`${quote(key)}: ${scalar(item)}`.trimEnd()],
  );
}

function isBlock(value: Yaml): value is Yaml[] | { [key: string]: Yaml } {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function scalar(value: Yaml): string {
  // Bullet Train leaves null empty: `locale:`.
  if (value === null) return '';
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}

// Only text that cannot be read as anything but a string is left unquoted.
function quote(text: string): string {
  const isPlain =
    /^[A-Za-z$/][\w $/{}.-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
