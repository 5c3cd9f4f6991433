import { text } from 'node:stream/consumers';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

// A program of its own, because the encoding's tables take some 60 MB, which a server that counts once in
// a while is not to keep: prints how many tokens of o200k the text on its standard input has.
const counted = countTokens(await text(process.stdin), { disallowedSpecial: new Set() });
process.stdout.write(String(counted));
