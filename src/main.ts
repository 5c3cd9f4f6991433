// The program. It starts nothing itself, so that what it starts can be had without the bundle: dist/server.js.
import './server.js';
