import { ConfigModule } from '@nestjs/config';

/** Sets variables of this process; they take precedence over `.env`. */
export function setVariables(variables: Record<string, string>): void {
  Object.assign(process.env, variables);
}

/** @returns the environment, completed by `.env`; a variable of the environment takes precedence */
export async function readVariables(): Promise<NodeJS.ProcessEnv> {
  await ConfigModule.forRoot();
  return process.env;
}
