import { Logger } from '@nestjs/common';
import { readVariables } from '../config/environment.js';
import { runChecks } from '../doctor/run-checks.js';
import { hasFailed, showAsJson, showAsText } from '../doctor/report.js';

export interface DoctorOptions {
  json?: boolean;
  /** Whether to check what reviewers of directories look at too. */
  publish?: boolean;
  /** The file with the tools as they were reviewed. */
  lock: string;
}

/** Prints the findings; the exit status is 1 if a check has failed. */
export async function runDoctor({ json, publish, lock }: DoctorOptions): Promise<void> {
  // The findings contain what the server's parts would log.
  Logger.overrideLogger(false);
  const findings = await runChecks(await readVariables(), publish ? { lockFile: lock } : undefined);
  console.log(json ? showAsJson(findings) : showAsText(findings));
  process.exitCode = hasFailed(findings) ? 1 : 0;
}
