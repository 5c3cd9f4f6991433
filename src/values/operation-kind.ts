/** What calling an operation does to the application's records, as a person sees it. */
export type OperationKind = 'read' | 'write' | 'delete';
