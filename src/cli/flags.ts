import { type Command, Option } from 'commander';
import { setVariables } from '../config/environment.js';
import type { Variable } from '../config/variables.js';

const HEADING = 'Flags, each of which is a variable too (--server-port is SERVER_PORT):';

/** Lets a command take each variable as a flag, except secrets, and sets what was given before its action. */
export function addFlags(command: Command, variables: readonly Variable[]): Command {
  const flags = variables.map((variable) => ({ variable, option: optionOf(variable) }));
  for (const { variable, option } of flags) {
    command.addOption(option);
    if (variable.isSecret) refuse(command, option, variable.name);
  }
  return command.hook('preAction', () => {
    const given = flags.flatMap(({ variable, option }) => {
      const value: unknown = command.getOptionValue(option.attributeName());
      return typeof value === 'string' ? [[variable.name, value] as const] : [];
    });
    setVariables(Object.fromEntries(given));
  });
}

/** @returns what help says of variables that are no flags, one paragraph each */
export function describeSecrets(variables: readonly Variable[]): string {
  return variables
    .filter(({ isSecret }) => isSecret)
    .map((variable) => `  ${variable.name}\n      ${describeVariable(variable)}`)
    .join('\n');
}

function optionOf(variable: Variable): Option {
  const { name, values, isSecret } = variable;
  const flag = `--${name.toLowerCase().replaceAll('_', '-')}`;
  return new Option(`${flag} <${values}>`, describeVariable(variable))
    .helpGroup(HEADING)
    .hideHelp(isSecret);
}

function describeVariable({ description, default: value }: Variable): string {
  return value === undefined ? description : `${description} (default: ${value})`;
}

/** Others on the machine can read the arguments of a program. */
function refuse(command: Command, option: Option, variable: string): void {
  command.on(`option:${option.name()}`, () => {
    command.error(
      `error: ${option.long} is no flag, because others on this machine could read it: set the variable ${variable}, in the environment or in .env`,
    );
  });
}
