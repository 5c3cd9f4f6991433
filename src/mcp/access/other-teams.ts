import { isRecord } from '../../values/is-record.js';
import { fieldName, idOf, namesTeam } from './references.js';

/** The teams that a record names in `team_id`, `team` or `teams`; empty if it names none. */
export function teamsOf(record: Readonly<Record<string, unknown>>): string[] {
  const { team_id: teamId, team, team_ids: teamIds, teams } = record;
  const one = teamId ?? (isRecord(team) ? team['id'] : undefined);
  if (one !== undefined && one !== null) return listOf(one);
  const many = Array.isArray(teamIds) ? teamIds : Array.isArray(teams) ? teams : [];
  return many.flatMap((each) => listOf(isRecord(each) ? each['id'] : each));
}

/** A value that is not an id is kept as JSON, which equals no chosen team. */
function listOf(value: unknown): string[] {
  return [idOf(value) ?? String(JSON.stringify(value))];
}

/** Removes from a response whatever names other teams: records in lists, a person's teams, ids. */
export class OtherTeams {
  /** How many values were removed. */
  left = 0;

  constructor(private readonly chosen: ReadonlySet<string>) {}

  /** Whether a record says that it belongs to other teams only. */
  owns(record: unknown): boolean {
    if (!isRecord(record)) return false;
    const teams = teamsOf(record);
    return teams.length > 0 && !teams.some((team) => this.chosen.has(team));
  }

  /** @returns a copy without other teams' values, or the value itself if nothing is removed */
  leaveOut<T>(value: T): T {
    // What is left of a value has its shape.
    return this.clean(value, '') as T;
  }

  private clean(value: unknown, name: string): unknown {
    if (Array.isArray(value)) return this.cleanList(value, name);
    return isRecord(value) ? this.cleanFields(value) : value;
  }

  private cleanList(list: readonly unknown[], name: string): readonly unknown[] {
    const kept = list.filter((each) => !(namesTeam(name) ? this.isOther(each) : this.owns(each)));
    this.left += list.length - kept.length;
    return kept.map((each) => this.clean(each, name));
  }

  private cleanFields(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(record).map(([key, field]) => {
        const name = fieldName(key);
        const isOther =
          namesTeam(name) && !Array.isArray(field)
            ? this.isOtherField(name, field)
            : this.owns(field);
        if (!isOther) return [key, this.clean(field, name)];
        this.left += 1;
        return [key, null];
      }),
    );
  }

  /** A text in a field `team` may be anything. */
  private isOtherField(name: string, field: unknown): boolean {
    if (field === null || typeof field === 'boolean') return false;
    const isText = typeof field === 'string' && !/_(ids?|gids?|uuids?)$/.test(name);
    return isText ? /^\d+$/.test(field) && !this.chosen.has(field) : this.isOther(field);
  }

  private isOther(team: unknown): boolean {
    const id = idOf(isRecord(team) ? team['id'] : team);
    return id === undefined ? !isRecord(team) || 'id' in team : !this.chosen.has(id);
  }
}
