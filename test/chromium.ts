import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** The headless shell first: without windows, the specs take half the time. */
const PROGRAMS = [
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** CHROMIUM_PATH, or the system's Chromium. */
const executablePath =
  process.env['CHROMIUM_PATH'] ?? PROGRAMS.find((path) => existsSync(path)) ?? missing();

/** Whether Chromium can run here; prints why not. In CI it must. */
export const hasChromium = executablePath !== '';

function missing(): string {
  const message = 'The pages are not tested: that needs Chromium, or CHROMIUM_PATH to name one';
  if (process.env['CI']) throw new Error(message);
  console.warn(message);
  return '';
}

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
