import { OAuthError } from './oauth-error.js';

/** How much a person lets a client reach: every team of theirs, later ones included, or those they tick. */
const ALL_TEAMS = 'all';
const THESE_TEAMS = 'these';

/**
 * The teams that a person has chosen for a client. Whoever has one team, or says nothing, gives those that the page
 * named, and none that they join later.
 * @param offered the ids of the teams on the page
 * @returns their ids; undefined for all teams, also later ones, and where there are none to choose from
 * @throws OAuthError `invalid_request` when none is chosen, or one that was not offered
 */
export function chooseTeams(
  offered: readonly string[],
  reach: string | undefined,
  ticked: readonly string[],
): readonly string[] | undefined {
  if (offered.length === 0) return undefined;
  if (offered.length === 1 || (reach === undefined && ticked.length === 0)) return offered;
  if (reach === ALL_TEAMS) return undefined;
  if (reach !== undefined && reach !== THESE_TEAMS) {
    throw new OAuthError('invalid_request', 'reach must be all or these');
  }
  const chosen = offered.filter((id) => ticked.includes(id));
  if (chosen.length === 0) {
    throw new OAuthError('invalid_request', 'No team was chosen: go back and tick at least one');
  }
  if (ticked.some((id) => !offered.includes(id))) {
    throw new OAuthError('invalid_request', 'teams must be among those on the page');
  }
  return chosen;
}
