/** Where the lines of the audit trail go. */
export interface AuditSink {
  /**
   * Hands over one line, its line end included, before it returns.
   * @throws Error when it cannot; the line is lost
   */
  write(line: string): void;
  /** @throws Error when a line could not be written now, as far as that can be known */
  check(): void;
  /** Opens anew what an operator has moved away. */
  reopen?(): void;
  /** Writes what waits, and ends. */
  close(): Promise<void>;
}
