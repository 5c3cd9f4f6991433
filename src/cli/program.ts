import { Command, Help } from 'commander';
import { VARIABLES } from '../config/variables.js';
import { SERVER_VERSION } from '../config/version.js';
import { SANDBOX_VARIABLES } from '../sandbox/settings.js';
import type { DoctorOptions } from './doctor.js';
import { addFlags } from './flags.js';
import { MORE_HELP, SECRETS_HELP } from './help.js';

/** Runs the command that the arguments of this process name. */
export async function runProgram(): Promise<void> {
  await buildProgram().parseAsync(readArguments(process.argv.slice(2)), { from: 'user' });
}

/** The program `bullet-train-mcp` and its commands; each command loads its code when it runs. */
export function buildProgram(): Command {
  const program = new Command('bullet-train-mcp')
    .description(
      'The MCP server for Bullet Train applications: every MCP client works in the application, each person with their own account.',
    )
    .usage('[command] [flags]')
    .version(SERVER_VERSION, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help; after a command, its own');

  const start = program
    .command('start')
    .description('serve MCP clients; the default command')
    .action(async () => {
      const { startServer } = await import('../process/server.js');
      await startServer();
    });
  addFlags(start, VARIABLES).addHelpText('after', SECRETS_HELP);

  const doctor = program
    .command('doctor')
    .description('check the whole setup, and say how to fix what is wrong')
    .option('--json', 'for machines: {ok, findings: [{check, level, message, remedy}]}')
    .option('--publish', 'check as well what reviewers of ChatGPT and Claude look at')
    .option('--lock <file>', 'with --publish: the tools as they were reviewed', 'tools.lock.json')
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import('./doctor.js');
      await runDoctor(options);
    });
  addFlags(doctor, VARIABLES).addHelpText(
    'after',
    `${SECRETS_HELP}\nExit status: 1 if a check has failed (✗), 0 otherwise, even with warnings (!).`,
  );

  const kit = program
    .command('publish-kit')
    .description("write what ChatGPT's and Claude's directories and the MCP registry ask for")
    .requiredOption('--out <folder>', 'where to write it')
    .option('--category <name>', "the category in ChatGPT's directory", 'PRODUCTIVITY')
    .action(async (options: { out: string; category: string }) => {
      const { runPublishKit } = await import('./publish-kit.js');
      await runPublishKit(options);
    });
  addFlags(kit, VARIABLES).addHelpText('after', SECRETS_HELP);

  const tools = program
    .command('tools')
    .description('print the tools of an OpenAPI document; needs no token and calls nothing')
    .argument(
      '[source]',
      'the address of an application or a document, or a file (default: OPENAPI_DOCUMENT, or BULLET_TRAIN_BASE_URL)',
    )
    .option('--json', 'with descriptions, schemas and warnings')
    .action(async (source: string | undefined, options: { json?: boolean }) => {
      const { runTools } = await import('./tools.js');
      await runTools(source, options);
    });
  addFlags(
    tools,
    VARIABLES.filter(({ name }) => ['BULLET_TRAIN_BASE_URL', 'OPENAPI_DOCUMENT'].includes(name)),
  );

  program
    .command('audit')
    .description('summarise an audit log (AUDIT_LOG) by person, client and tool')
    .argument('<file>', 'its path, packed or not (.gz); - for the standard input')
    .option('--since <time>', 'only what happened from then on, such as 2026-11-28')
    .option('--json', 'for machines, with all names')
    .action(async (file: string, options: { json?: boolean; since?: string }) => {
      const { runAudit } = await import('./audit.js');
      await runAudit(file, options);
    });

  const sandbox = program
    .command('sandbox')
    .description('start a stand-in Bullet Train application')
    .action(async () => {
      const { runSandbox } = await import('../sandbox/run-sandbox.js');
      await runSandbox();
    });
  const sandboxVariables = Object.entries(SANDBOX_VARIABLES).map(
    ([name, [description, value]]) => ({
      name,
      description,
      ...(value !== undefined && { default: value }),
      values: 'value',
      isSecret: false,
    }),
  );
  addFlags(sandbox, sandboxVariables);

  const demo = program
    .command('demo')
    .description('start the sandbox and the server in front of it, on loopback only')
    .action(async () => {
      const { runDemo } = await import('./demo.js');
      await runDemo();
    });
  addFlags(demo, [...VARIABLES, ...sandboxVariables]).addHelpText('after', SECRETS_HELP);

  // The flags of `start` are the program's too, because it is the default command.
  return program
    .configureHelp({
      visibleOptions: () => [
        ...new Help().visibleOptions(program),
        ...start.options.filter(({ hidden }) => !hidden),
      ],
    })
    .addHelpText('after', `${SECRETS_HELP}${MORE_HELP}`);
}

/** @returns the arguments, with `start` if no command is named, and `--flag=value` split in two */
export function readArguments(given: readonly string[]): string[] {
  const [first] = given;
  const isForProgram = ['-h', '--help', '-v', '--version'].includes(first ?? '');
  const named = first !== undefined && (isForProgram || !first.startsWith('-'));
  // Split, so that commander suggests the nearest flag and no value gets into its message.
  return [...(named ? [] : ['start']), ...given].flatMap((argument) => {
    const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(argument) ?? [];
    return flag === undefined || value === undefined ? [argument] : [flag, value];
  });
}
