/** What a caught value says about itself. */
interface ErrorDetails {
  name: string;
  message: string;
  /** Of errors of Node, of the operating system and of libraries: `ECONNREFUSED`, `ENOENT`. */
  code: string | undefined;
  cause: unknown;
}

/** Reads a caught value, which may be anything: a value without a message is its own. */
export function detailsOf(error: unknown): ErrorDetails {
  // Not `instanceof`: it would not know the errors of another realm, such as a virtual machine's.
  const { name, message, code, cause }: Partial<Record<keyof ErrorDetails, unknown>> =
    Object(error);
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: typeof message === 'string' ? message : String(error),
    code: typeof code === 'string' ? code : undefined,
    cause,
  };
}
