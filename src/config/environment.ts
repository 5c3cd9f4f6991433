import { ConfigModule } from '@nestjs/config';

/** Sets variables of this program, stronger than those of `.env`. */
export function setVariables(variables: Record<string, string>): void {
  Object.assign(process.env, variables);
}

/** @returns the variables as the server sees them: those of `.env` too, where the environment has none */
export async function readVariables(): Promise<NodeJS.ProcessEnv> {
  await ConfigModule.forRoot();
  return process.env;
}
