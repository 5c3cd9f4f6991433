import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { appConfig, type AppConfig } from '../config/app-config.js';
import { ICON } from '../pages/icon.js';

const A_DAY = 'public, max-age=86400';

/** The icon that browsers, clients and directories request: the operator's logo, or a default. */
@Controller()
export class IconController {
  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {}

  /** Sends the default icon, or redirects to the operator's logo. */
  @Get(['favicon.ico', 'icon.svg'])
  icon(@Res() response: Response): void {
    const { logoUrl } = this.config.application;
    response.set('Cache-Control', A_DAY);
    if (logoUrl === undefined) response.type('image/svg+xml').end(ICON);
    else response.redirect(302, logoUrl);
  }
}
