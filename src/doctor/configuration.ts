import { operatorFaults } from '../catalog/operator-faults.js';
import { operatorOverrides } from '../catalog/operator-overrides.js';
import { operatorFilter } from '../catalog/operator-filter.js';
import { ConfigError, readConfig, type AppConfig } from '../config/app-config.js';
import { configWarnings } from '../config/warnings.js';
import { readSkillFolder } from '../skills/skill-folder.js';
import { failure, ok, warning, type Result } from './finding.js';

/** @returns the findings, and the configuration if the server would start with it */
export function checkConfiguration(variables: NodeJS.ProcessEnv): {
  config?: AppConfig;
  results: Result[];
} {
  try {
    const config = readConfig(variables);
    operatorFilter(config);
    operatorFaults(config);
    operatorOverrides(config);
    readSkillFolder(config);
    const remedy = 'Change it in the environment or in .env';
    const warnings = configWarnings(config, variables).map((text) => warning(text, remedy));
    return { config, results: [ok('every variable can be read'), ...warnings] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const remedy =
      'Change it in the environment or in .env: the other checks need it. `bullet-train-mcp --help` says what each variable means';
    return { results: [failure(error.message, remedy)] };
  }
}
