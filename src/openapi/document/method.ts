/** The methods that operations are called with; what HTTP knows besides, no tool needs. */
export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];
