/** A plug, for applications without a logo. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#1a56db"/><path d="M6 3v3m4-3v3M4.5 6h7v2a3.5 3.5 0 0 1-7 0zM8 11.5V14" fill="none" stroke="#fff" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/></svg>';

/** A browser that finds it in a page asks for no other. */
export const ICON_ADDRESS = `data:image/svg+xml,${encodeURIComponent(ICON)}`;
