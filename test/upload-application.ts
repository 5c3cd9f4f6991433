import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { startApplication, TOKEN, type OwnApplication } from './own-application.js';
import { callTool, type Era, type RawResult } from './raw-mcp.js';

/** A request as the application got it. */
export interface Upload {
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Whether it came to its end. */
  isWhole: boolean;
}

/** An application that takes files in every way that an operation may. */
export interface UploadApplication extends OwnApplication {
  uploads: Upload[];
  /** Called with each piece of a body as it arrives. */
  onPiece: (piece: Buffer) => void;
  /** Whether bodies are kept. */
  isKept: boolean;
}

const FILE = { type: 'string', format: 'binary' };
const taking = (mediaType: string, schema: object, more: object = {}) => ({
  requestBody: { required: true, content: { [mediaType]: { schema, ...more } } },
  responses: { 201: { description: 'There' } },
});
const fields = (properties: object) => ({ type: 'object', properties });

const PATHS = {
  '/photos': {
    post: taking('multipart/form-data', fields({ title: { type: 'string' }, photo: FILE }), {
      encoding: { photo: { contentType: 'image/png, image/jpeg' } },
    }),
  },
  '/albums': {
    post: taking('multipart/form-data', fields({ pages: { type: 'array', items: FILE } })),
  },
  // As Bullet Train writes it: JSON in its wrapper, with an attachment.
  '/contacts': {
    post: taking(
      'application/json',
      fields({ contact: fields({ name: { type: 'string' }, profile_photo: FILE }) }),
    ),
  },
  '/seals': {
    post: taking(
      'application/json',
      fields({ name: { type: 'string' }, seal: { type: 'string', format: 'byte' } }),
    ),
  },
  '/backup': { put: taking('application/octet-stream', FILE) },
};

export async function startUploadApplication(): Promise<UploadApplication> {
  const uploads: Upload[] = [];
  const receive: RequestListener = (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => {
      if (application.isKept) pieces.push(piece);
      application.onPiece(piece);
    });
    const note = (isWhole: boolean) =>
      uploads.push({ headers: request.headers, body: Buffer.concat(pieces), isWhole });
    request.on('close', () => {
      if (!request.complete) note(false);
    });
    request.on('end', () => {
      note(true);
      response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":7}');
    });
    request.on('error', () => {});
  };
  const answers = Object.fromEntries(Object.keys(PATHS).map((path) => [path, receive]));
  const own = await startApplication(PATHS, answers);
  const application: UploadApplication = { ...own, uploads, onPiece: () => {}, isKept: true };
  return application;
}

/** ChatGPT's headers. */
export const CHATGPT = { 'user-agent': 'openai-mcp/1.0.0' };

/** Calls a tool as ChatGPT does. */
export function callAsChatGpt(
  url: string,
  name: string,
  args: Record<string, unknown>,
  era: Era = 'handshake',
): Promise<RawResult> {
  return callTool(url, name, args, { token: TOKEN, era, headers: CHATGPT });
}
