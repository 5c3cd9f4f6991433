/** The HTTP methods that tools call. HEAD, OPTIONS, TRACE and QUERY become no tools. */
export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof METHODS)[number];
