import { isRecord } from './document.js';
import { writeExactly } from './exact-number.js';
import { readFileContent } from './file-content.js';
import { formParts, keepMethod, writeForm } from './form-fields.js';
import { takesIn } from './media-type.js';
import { encodeMultipart } from './multipart.js';
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
      return { contentType, body: writeExactly(value) };
    case 'form':
      return { contentType, body: isRecord(value) ? writeForm(plan, value) : wholeForm(value) };
    case 'multipart':
      return encodeMultipart(formParts(plan, isRecord(value) ? value : { body: value }));
    case 'text':
      return { contentType, body: textOf(value) };
    case 'binary': {
      const { bytes, contentType: own } = readFileContent(value, 'body');
      const isForeseen = own !== undefined && plan.fileTypes?.some((type) => takesIn(type, own));
      return { contentType: isForeseen ? own : contentType, body: bytes };
    }
  }
}

function wholeForm(value: unknown): string {
  const form = textOf(value);
  keepMethod([...new URLSearchParams(form).keys()]);
  return form;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : writeExactly(value);
}
