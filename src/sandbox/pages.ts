const STYLE = `
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; background: #f3f4f6; color: #111827; }
  main { max-width: 24rem; margin: 10vh auto; padding: 2rem; background: #fff; border-radius: .5rem; }
  h1 { font-size: 1.25rem; margin-top: 0; }
  label { display: block; margin-top: 1rem; }
  input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; border: 1px solid #6b7280; border-radius: .25rem; }
  button { font: inherit; margin-top: 1.5rem; padding: .5rem 1rem; border: 0; border-radius: .25rem; background: #1d4ed8; color: #fff; }
  [role=alert] { color: #b91c1c; }
`;

/** A whole HTML page; `title` is escaped, `content` is HTML. */
export function page(title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${content}
</main>
</body>
</html>
`;
}

/** @returns the HTML of the sign-in page */
export function signInPage(form: { returnUrl: string; email?: string; alert?: string }): string {
  return page(
    'Sign in to the Sandbox Application',
    `${form.alert ? `<p role="alert">${escapeHtml(form.alert)}</p>` : ''}
<form method="post" action="/users/sign_in">
<input type="hidden" name="return_url" value="${escapeHtml(form.returnUrl)}">
<label for="email">Email address</label>
<input id="email" name="email" type="email" autocomplete="username" required autofocus value="${escapeHtml(form.email ?? '')}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Sign in</button>
</form>`,
  );
}

/** @returns the HTML of the page after a sign-in without a destination */
export function homePage(email: string): string {
  return page(
    'Sandbox Application',
    `<p>You are signed in as ${escapeHtml(email)}.</p>
<form method="post" action="/users/sign_out"><button type="submit">Sign out</button></form>`,
  );
}

/** @returns the HTML of the page on which a person picks the team of a platform connection */
export function teamPickerPage(
  application: string,
  teams: { name: string; href: string }[],
): string {
  const links = teams.map(
    ({ name, href }) => `<li><a href="${escapeHtml(href)}">${escapeHtml(name)}</a></li>`,
  );
  return page(`Connect ${application} to which team?`, `<ul>\n${links.join('\n')}\n</ul>`);
}

/** Doorkeeper's authorization error page. */
export function authorizationErrorPage(description: string): string {
  return page('An error has occurred', `<p role="alert">${escapeHtml(description)}</p>`);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
