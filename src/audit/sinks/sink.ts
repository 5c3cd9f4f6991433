/** A destination for the audit trail's lines. */
export interface AuditSink {
  /**
   * Hands over one line, including its line end, before it returns.
   * @throws Error if it cannot; the line is lost
   */
  write(line: string): void;
  /** @throws Error if a line could not be written now, as far as this can be known */
  check(): void;
  /** Reopens a file that an operator has moved away. */
  reopen?(): void;
  /** Writes pending lines, and closes. */
  close(): Promise<void>;
}
