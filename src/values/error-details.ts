/** What a caught value says about itself. */
export interface ErrorDetails {
  name: string;
  message: string;
  /** Of errors of Node, of the operating system and of libraries: `ECONNREFUSED`, `ENOENT`. */
  code: string | undefined;
  cause: unknown;
}

/** Reads a caught value, which may be anything; what is no error is its own message. */
export function detailsOf(error: unknown): ErrorDetails {
  const isError = error instanceof Error;
  const code = isError && 'code' in error ? error.code : undefined;
  return {
    name: isError ? error.name : 'Error',
    message: isError ? error.message : String(error),
    code: typeof code === 'string' ? code : undefined,
    cause: isError ? error.cause : undefined,
  };
}
