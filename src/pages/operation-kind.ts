/** What an operation does to records, as the pages are told it. */
export type OperationKind = 'read' | 'write' | 'delete';
