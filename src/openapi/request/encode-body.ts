import { isRecord } from '../../values/is-record.js';
import { writeExactly } from '../../values/exact-number.js';
import { readFileContent } from './file-content.js';
import { fileAsBody, jsonWithLinks, type LinkedBody } from './linked-body.js';
import { readReference } from './linked-file.js';
import { formParts, refuseMethodOverride, writeForm } from './form-fields.js';
import { mediaRangeIncludes } from '../operations/media-type.js';
import { encodeMultipart } from './multipart.js';
import type { BodyPlan } from '../plan/plan-body.js';
import { innerSchema, isFileSchema } from '../schema/schema-keywords.js';

/** A body as it is sent, with its Content-Type header. */
interface EncodedBody {
  contentType: string;
  body: string | Buffer | LinkedBody;
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
      if (isRecord(value) && holdsFile(plan, value)) return encodeMultipart(formParts(plan, value));
      return { contentType, body: jsonWithLinks(plan, value) ?? writeExactly(value) };
    case 'form':
      return { contentType, body: isRecord(value) ? writeForm(plan, value) : wholeForm(value) };
    case 'multipart':
      return encodeMultipart(formParts(plan, isRecord(value) ? value : { body: value }));
    case 'text':
      return { contentType, body: textOf(value) };
    case 'binary':
      return encodeFile(plan, value);
  }
}

function encodeFile({ contentType, fileTypes = [] }: BodyPlan, value: unknown): EncodedBody {
  const file = readReference(value);
  const content = file ? undefined : readFileContent(value, 'body');
  const own = (file ?? content)?.contentType;
  const isForeseen = own !== undefined && fileTypes.some((type) => mediaRangeIncludes(type, own));
  const sentAs = isForeseen ? own : contentType;
  if (file) {
    const body = fileAsBody({ file, argument: 'body', types: fileTypes });
    return { contentType: sentAs, body };
  }
  return { contentType: sentAs, body: content?.bytes ?? '' };
}

function holdsFile({ wrapper, schema }: BodyPlan, body: Record<string, unknown>): boolean {
  if (!schema || wrapper === undefined) return false;
  const fields = body[wrapper];
  return Object.entries(isRecord(fields) ? fields : {}).some(([name, given]) => {
    const field = innerSchema(innerSchema(schema, wrapper), name);
    const isFile = isFileSchema(field) || (field.items !== undefined && isFileSchema(field.items));
    return isFile && given !== null && given !== undefined;
  });
}

function wholeForm(value: unknown): string {
  const form = textOf(value);
  refuseMethodOverride([...new URLSearchParams(form).keys()]);
  return form;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : writeExactly(value);
}
