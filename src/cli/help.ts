import { VARIABLES } from '../config/variables.js';
import { describeSecrets } from './flags.js';

/** The variables without flags; it follows the flags. */
export const SECRETS_HELP = `
Variables only, because others on the machine can read a program's arguments:
${describeSecrets(VARIABLES)}

Variables come from the environment, or from .env in the current folder; flags take precedence.
`;

/** The setup, for people who have never seen the README. */
export const MORE_HELP = `
To let everybody connect, once:
  1. Make a Platform Application with the redirect URI PUBLIC_URL/oauth/callback, such as
     https://mcp.example.com/oauth/callback. On the console of your application (bin/rails console):
       application = Platform::Application.create!(name: "AI assistants",
         redirect_uri: "https://mcp.example.com/oauth/callback", team: nil)
       puts application.uid, application.secret
     or, as an admin of a team: Developers, API, Provision New Platform Application.
  2. Set its client ID and secret (BULLET_TRAIN_CLIENT_ID, BULLET_TRAIN_CLIENT_SECRET), PUBLIC_URL, and
     OAUTH_SECRET, which openssl rand -base64 32 makes.
  3. In config/initializers/doorkeeper.rb of your application set use_refresh_token: without it everybody
     signs in again every two hours.
  4. bullet-train-mcp doctor reports what is still wrong; bullet-train-mcp start serves.
People then give PUBLIC_URL/mcp to their client (ChatGPT, Claude, Cursor, VS Code, …) and sign in.

Examples:
  bullet-train-mcp demo
  bullet-train-mcp --bullet-train-base-url https://app.example.com --public-url https://mcp.example.com
  bullet-train-mcp doctor --json
  bullet-train-mcp tools https://app.example.com
`;
