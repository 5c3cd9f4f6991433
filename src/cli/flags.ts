import { type Command, Option } from 'commander';
import { setVariables } from '../config/environment.js';
import type { Variable } from '../config/variables.js';

const HEADING = 'Flags; each is also a variable (--server-port is SERVER_PORT):';

/** Makes each variable a flag of a command, except secrets, and sets the given flags as variables before its action. */
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

/** @returns the help for variables without flags, one paragraph each */
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

/** Other users of the machine can read a program's arguments. */
function refuse(command: Command, option: Option, variable: string): void {
  command.on(`option:${option.name()}`, () => {
    command.error(
      `error: ${option.long} is not a flag, because others on this machine could read it: set the variable ${variable}, in the environment or in .env`,
    );
  });
}
