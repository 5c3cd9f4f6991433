import { singularize as inflect } from 'inflection';
import { memoize } from './memoize.js';

const wordsIn = (text: string) => text.split(' ');

/** Words that look like plurals but are not, and words without a plural, as APIs use them. */
const NO_PLURALS = new Set(
  wordsIn(
    'data metadata media news series species lens gas atlas bias canvas alias christmas chaos kudos cosmos analytics ' +
      'logistics statics physics economics mathematics headquarters premises always this thus plus minus does has was ' +
      'sms mms dns aws ios macos os https tls gps pos cms vps nfs gis sas saas paas iaas ms rss css',
  ),
);
/** Plurals that the rules of English get wrong. */
const IRREGULAR = new Map(
  Object.entries({
    analyses: 'analysis',
    lenses: 'lens',
    gases: 'gas',
    shoes: 'shoe',
    biases: 'bias',
    atlases: 'atlas',
    buses: 'bus',
    bonuses: 'bonus',
    viruses: 'virus',
    campuses: 'campus',
    canvases: 'canvas',
    aliases: 'alias',
    phenomena: 'phenomenon',
    diagnoses: 'diagnosis',
    hypotheses: 'hypothesis',
    bases: 'base',
  }),
);
/** Words in `-us` and `-is` are singular, except for the plurals of words that end in a vowel. */
const PLURAL_OF_VOWEL =
  /^(menus|[a-z]?[cg]pus|skus|tofus|gurus|emus|apis|kpis|uis|skis|taxis|pois|dois|bikinis)$/;

/** The singular of an English word: `addresses` → `address`. A word that is not a plural stays: `status`, `data`. */
export const singularize = memoize((word: string): string => {
  const lower = word.toLowerCase();
  const isNone =
    NO_PLURALS.has(lower) || (/(ss|us|is)$/.test(lower) && !PLURAL_OF_VOWEL.test(lower));
  return isNone ? word : (IRREGULAR.get(lower) ?? inflect(word));
});
