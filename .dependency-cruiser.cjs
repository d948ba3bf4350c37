// The arrows of docs/architecture.md. Imports point downwards only: cli, seed → app → sandbox → engines → schema/blueprint.

/** Tests may reach for the helpers of tests/ and for what they compare with, whatever their layer. */
const TESTS = "\\.(test|spec)\\.tsx?$|^tests/|^engines/[^/]+/cases/";

/** A layer and the only folders of the project that it may import from. */
const layer = (name, from, to, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from, pathNot: TESTS },
  to: {
    path: "^(app|bench|cli|engines|plugins|sandbox|schema|seed|tenants|tests)/",
    pathNot: to,
  },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one idea in two places: move what both need below them.",
      severity: "error",
      // Types alone may refer to each other: they leave no trace at run time. What is loaded only when it first runs (the
      // jobs of the catalogue, which add jobs themselves) waits for nothing while modules load.
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only", "dynamic-import"] } },
    },
    {
      name: "found",
      comment: "An import that leads nowhere, or to a package that package.json does not name.",
      severity: "error",
      from: { pathNot: "^schema/database/client/" },
      to: { couldNotResolve: true, pathNot: "^virtual:" },
    },
    layer(
      "the-database-knows-itself",
      "^schema/database/",
      "^schema/database/",
      "schema is the shape of everything",
    ),
    layer(
      "blueprint-knows-no-database",
      "^schema/blueprint/",
      "^(schema/blueprint|engines/kernel)/",
      "item kinds are plain data; they may use the kernel's values and errors",
    ),
    layer(
      "kernel-knows-itself",
      "^engines/kernel/",
      "^engines/kernel/",
      "the kernel is the lowest floor of calculation",
    ),
    layer(
      "engines-know-kernel-and-blueprint",
      "^engines/(?!kernel/)",
      "^(engines|schema/blueprint)/",
      "an engine is pure calculation",
    ),
    {
      name: "engines-know-no-other-engine",
      comment: "Engines meet in a use case of app/services, never by importing each other.",
      severity: "error",
      from: { path: "^engines/([^/]+)/", pathNot: ["^engines/kernel/", TESTS] },
      to: { path: "^engines/", pathNot: ["^engines/kernel/", "^engines/$1/"] },
    },
    {
      name: "engines-are-pure",
      comment:
        "No network, files, processes, database or page library below app: what is needed comes in by a port.",
      severity: "error",
      from: { path: "^(engines|schema/blueprint)/", pathNot: TESTS },
      to: {
        path: [
          "^(node:)?(fs|net|http|https|http2|dgram|dns|tls|child_process|cluster|worker_threads|os|readline|repl|vm)(/|$)",
          "node_modules/(pg|pg-[^/]+|@prisma|prisma|express|react|react-dom|@remix-run|@trpc|pino|graphile-worker)/",
        ],
      },
    },
    layer(
      "sandbox-knows-kernel-and-sdk",
      "^sandbox/",
      "^(sandbox|engines/kernel|schema/blueprint|plugins/sdk)/",
      "capabilities reach data through ports that app fills",
    ),
    layer("a-plugin-knows-the-sdk-only", "^plugins/(?!sdk/)", "^plugins/(sdk|$1)/", "a plugin is untrusted"),
    {
      name: "a-plugin-knows-no-other-plugin",
      severity: "error",
      from: { path: "^plugins/([^/]+)/", pathNot: [TESTS] },
      to: { path: "^plugins/", pathNot: ["^plugins/sdk/", "^plugins/$1/"] },
    },
    layer(
      "the-sdk-stands-alone",
      "^plugins/sdk/",
      "^plugins/sdk/",
      "plugin authors get it without the product",
    ),
    layer(
      "app-knows-what-is-below",
      "^app/",
      "^(app|sandbox|engines|schema|plugins)/",
      "the command line and the seed call app, not the other way round",
    ),
    layer(
      "seed-calls-app",
      "^seed/",
      "^(seed|app|engines|schema|tenants)/",
      "a living demo is made by use cases",
    ),
    layer(
      "cli-calls-what-is-below",
      "^cli/",
      "^(cli|seed|app|sandbox|engines|schema|tenants|bench)/",
      "tests and plugins are nothing to call",
    ),
    {
      name: "one-door-to-the-database",
      comment:
        "Only app/platform/database.ts opens connections for the product, so that no query can leave its tenant. Beside it: migrations, the launcher that makes databases, and the worker's own queue.",
      severity: "error",
      from: {
        path: "^(app|bench|cli|engines|plugins|sandbox|schema|seed)/",
        pathNot: [
          "^app/platform/(database|scoped-query)\\.ts$",
          "^schema/database/",
          "^cli/launch/",
          "^cli/models\\.ts$",
          "^bench/",
          TESTS,
        ],
      },
      to: {
        path: ["node_modules/(pg|pg-copy-streams|@prisma/adapter-pg)/", "^schema/database/client/"],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "what-node-runs-is-no-page",
      comment:
        "Node runs these folders as they are and reads no JSX; a page component that is imported there passes every other check and stops the start.",
      severity: "error",
      from: {
        path: "^(app/(collab|connectors|jobs|platform|policies|services|simulators|trpc|web)|cli|engines|sandbox|schema|seed)/",
        pathNot: TESTS,
      },
      to: { path: "\\.tsx$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-tests-in-the-product",
      severity: "error",
      // A bench makes its data as the tests do.
      from: { pathNot: [TESTS, "^bench/"] },
      to: { path: TESTS },
    },
    {
      name: "no-development-packages-in-the-product",
      comment: "What runs in production must be among the dependencies.",
      severity: "error",
      from: { path: "^(app|engines|plugins|sandbox|schema|seed)/", pathNot: TESTS },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^schema/database/client/"] },
    exclude: { path: ["^build/", "^sandbox/guest/generated/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
