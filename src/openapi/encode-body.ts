import { stringify } from 'qs';
import { ArgumentError } from './arguments.js';
import { isRecord } from './document.js';
import { readFileContent } from './file-content.js';
import { encodeMultipart, type FormPart } from './multipart.js';
import type { BodyPlan } from './plan.js';

export interface EncodedBody {
  contentType: string;
  body: string | Buffer;
}

/**
 * Writes a request's body as its plan says.
 * @param value the whole body, its wrapper put back
 * @throws ArgumentError when a file is none or is too large, or a form would change the method
 */
export function encodeBody(plan: BodyPlan, value: unknown): EncodedBody {
  const { contentType } = plan;
  switch (plan.encoding) {
    case 'json':
      return { contentType, body: JSON.stringify(value) };
    case 'form':
      return { contentType, body: keepMethod(isRecord(value) ? writeForm(value) : textOf(value)) };
    case 'multipart':
      return encodeMultipart(partsOf(plan, value));
    case 'text':
      return { contentType, body: textOf(value) };
    case 'binary': {
      const { bytes, contentType: own } = readFileContent(value, 'body');
      return { contentType: own ?? contentType, body: bytes };
    }
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Rails reads nested names and lists in brackets: `project[tags][]=1`. */
function writeForm(fields: Record<string, unknown>): string {
  return stringify(fields, { arrayFormat: 'brackets' });
}

/** Of a posted form Rack takes the method from `_method`, brackets around it or not: another operation would be called. */
function keepMethod(form: string): string {
  const names = [...new URLSearchParams(form).keys()];
  if (!names.some((name) => /^[\s[\]]*_method\b/i.test(name))) return form;
  throw new ArgumentError('"_method" cannot be given: each operation has its own tool.');
}

function partsOf({ wrapper, files = [] }: BodyPlan, value: unknown): FormPart[] {
  const body = isRecord(value) ? value : { body: value };
  const fields = (wrapper === undefined ? body : body[wrapper]) as Record<string, unknown>;
  const texts = Object.entries(fields).filter(([name]) => !files.includes(name));
  const plain = Object.fromEntries(texts);
  const written = keepMethod(writeForm(wrapper === undefined ? plain : { [wrapper]: plain }));
  const parts: FormPart[] = [...new URLSearchParams(written)].map(([name, text]) => ({
    name,
    value: text,
  }));
  for (const file of files) {
    const given = Object.hasOwn(fields, file) ? fields[file] : undefined;
    const name = wrapper === undefined ? file : `${wrapper}[${file}]`;
    if (Array.isArray(given)) {
      parts.push(
        ...given.map((item) => ({ name: `${name}[]`, value: readFileContent(item, file) })),
      );
    } else if (given !== undefined && given !== null) {
      parts.push({ name, value: readFileContent(given, file) });
    }
  }
  return parts;
}
