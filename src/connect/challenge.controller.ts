import { Controller, Get, Header, Inject, NotFoundException } from '@nestjs/common';
import { appConfig, type AppConfig } from '../config/app-config.js';

/** Proves to OpenAI that this address is the operator's, when they submit a plugin. */
@Controller('.well-known')
export class ChallengeController {
  constructor(@Inject(appConfig.KEY) private readonly config: AppConfig) {}

  /** @throws NotFoundException without OPENAI_APPS_CHALLENGE */
  @Get('openai-apps-challenge')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  challenge(): string {
    const { openAiChallenge } = this.config;
    if (openAiChallenge === undefined) throw new NotFoundException();
    return openAiChallenge;
  }
}
