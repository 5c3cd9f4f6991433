/** The document could not be fetched. */
export class DocumentProblem extends Error {
  override readonly name = 'DocumentProblem';

  constructor(
    message: string,
    /** What the operator should do. */
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
