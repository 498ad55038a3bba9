/** Jest runs the TypeScript sources as ES modules (swc strips the types; `npm run types` checks them). */
const common = {
  extensionsToTreatAsEsm: [".ts"],
  testEnvironment: "node",
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: { target: "es2022", parser: { syntax: "typescript" } },
        module: { type: "es6" },
        sourceMaps: "inline",
      },
    ],
  },
  modulePathIgnorePatterns: ["<rootDir>/.build/", "<rootDir>/.data/"],
};

const needsPostgres = {
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
};

export default {
  testTimeout: 120_000,
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/(flows|browser|bench)/"],
      ...needsPostgres,
    },
    { ...common, displayName: "flows", testMatch: ["<rootDir>/test/flows/**/*.test.ts"], ...needsPostgres },
    {
      ...common,
      displayName: "browser",
      testMatch: ["<rootDir>/test/browser/**/*.test.ts"],
      ...needsPostgres,
    },
  ],
};
