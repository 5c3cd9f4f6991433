import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';
import { Agent, setGlobalDispatcher } from 'undici';

/** How long `fetch` keeps a connection that it does not use: a server that ends waits a second for such connections. */
const KEEP_ALIVE_MS = 100;

setGlobalDispatcher(
  new Agent({ keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS }),
);

/**
 * Jest's environment for Node with an ordinary global object in each context. The usual one is a proxy behind
 * interceptors: there, code that uses `Math` or `JSON` in a loop runs up to eighty times slower.
 */
export default class PlainEnvironment extends TestEnvironment {
  constructor(...parameters) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...parameters);
    } finally {
      vm.createContext = createContext;
    }
  }
}
