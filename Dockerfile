# Builds on the machine's own architecture, because the output runs on every one.
FROM --platform=$BUILDPLATFORM node:26-slim AS build
WORKDIR /app
# Only the files that determine the dependencies: this layer stays cached until they change.
COPY package.json package-lock.json ./
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY scripts/bundle.mjs scripts/view.mjs scripts/third-party.ts ./scripts/
RUN npm run build && rm dist/bundle/*.map

FROM node:26-slim AS runtime
ENV NODE_ENV=production
# Makes glibc return freed memory instead of keeping its peak: 11 % less memory when idle (bench/README.md).
ENV MALLOC_TRIM_THRESHOLD_=131072
WORKDIR /app
# The files belong to root: the program can read but not change itself.
COPY package.json ./
COPY bin ./bin
# The bundle contains every package that it needs.
COPY --from=build /app/dist/bundle ./dist/bundle
COPY --from=build /app/dist/views/view.html ./dist/views/view.html
# A first start and its first calls, with the flags and the user of later ones, leave their compiled code for them.
RUN --mount=type=bind,source=scripts/first-calls.mjs,target=/tmp/first-calls.mjs \
  install -d -o node dist/compile-cache && \
  su node -c 'node /tmp/first-calls.mjs' && \
  chown -R root:root dist/compile-cache && chmod -R a+rX dist/compile-cache
# Makes `docker exec … bullet-train-mcp doctor` work.
RUN ln -s /app/bin/bullet-train-mcp.js /usr/local/bin/bullet-train-mcp
USER node

# The stand-in Bullet Train application: docker build --target sandbox .
FROM runtime AS sandbox
# The default, loopback, cannot be reached from outside the container.
ENV SANDBOX_HOST=0.0.0.0
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD node -e "fetch('http://127.0.0.1:${SANDBOX_PORT:-3000}/users/sign_in').then(({ ok }) => process.exit(ok ? 0 : 1))"
CMD ["node", "dist/bundle/cli.js", "sandbox"]

# Last, so that a build without --target makes it.
FROM runtime AS server
EXPOSE 3001
# Checks whether this process runs, not whether the application does, which a restart would not fix.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD node -e "fetch('http://127.0.0.1:${SERVER_PORT:-3001}/health/live').then(({ ok }) => process.exit(ok ? 0 : 1))"
# Otherwise V8's young generation, and with it memory, grows to several times the live data.
CMD ["node", "--max-semi-space-size=8", "dist/bundle/main.js"]
