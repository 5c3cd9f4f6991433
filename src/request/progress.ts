/** Is told how far a call has come, by whatever does its work. */
export interface Progress {
  /**
   * @param done what is done so far, in the unit of the message; a report of no more than the last one is ignored
   * @param message in plain words
   * @param total of the same unit, where it is known
   */
  report(done: number, message: string, total?: number): void;
}
