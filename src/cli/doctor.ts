import { Logger } from '@nestjs/common';
import { readVariables } from '../config/environment.js';
import { runChecks } from '../doctor/run-checks.js';
import { hasFailed, showAsJson, showAsText } from '../doctor/report.js';

/** Prints the findings; the exit status is 1 if a check has failed. */
export async function runDoctor({ json }: { json?: boolean }): Promise<void> {
  // The findings contain what the server's parts would log.
  Logger.overrideLogger(false);
  const findings = await runChecks(await readVariables());
  console.log(json ? showAsJson(findings) : showAsText(findings));
  process.exitCode = hasFailed(findings) ? 1 : 0;
}
