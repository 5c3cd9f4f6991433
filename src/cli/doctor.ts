import { Logger } from '@nestjs/common';
import { readVariables } from '../config/environment.js';
import { runChecks } from '../doctor/run-checks.js';
import { hasFailed, showAsJson, showAsText } from '../doctor/report.js';

/** Prints what is right and wrong; the exit status is 1 when a check has failed. */
export async function runDoctor({ json }: { json?: boolean }): Promise<void> {
  // What the parts of the server would log stands in the findings.
  Logger.overrideLogger(false);
  const findings = await runChecks(await readVariables());
  console.log(json ? showAsJson(findings) : showAsText(findings));
  process.exitCode = hasFailed(findings) ? 1 : 0;
}
