/** What a client is told of a fault of ours: its own message is for the log alone. */
export const FAULT = 'Something went wrong here; the log says what';
