/** undici publishes no types for this path: undici-adapter.ts says why it is imported. */
declare module 'undici/lib/dispatcher/pool.js' {
  export { Pool as default } from 'undici';
}
