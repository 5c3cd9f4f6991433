/** What an operation does to records, as the pages are told it. */
export type OperationKind = 'read' | 'write' | 'delete';

/** And what a person reads of it. */
export const KIND_WORDS: Record<OperationKind, string> = {
  read: 'read',
  write: 'change',
  delete: 'delete',
};
