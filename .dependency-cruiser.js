/** The walls of the architecture. test/architecture/walls.test.ts plants an import against each and sees it refused. */

const IN = {
  shared: '^src/shared/',
  domain: '^src/domain/',
  workers: '^src/workers/',
  engine: '^src/main/engine/',
  adapters: '^src/main/adapters/',
  duckdb: '^src/main/adapters/duckdb/',
  deliver: '^src/main/adapters/deliver/',
  browserHost: '^src/main/hosts/browser/',
  offlineGuard: '^src/main/hosts/offline-guard\\.ts$',
  electronHost: '^src/main/hosts/electron/',
  preload: '^src/preload/',
  renderer: '^src/renderer/',
  charts: '^src/renderer/charts/',
  test: '^test/',
}

const packages = (...names) => `(^|/)node_modules/(${names.join('|')})/`
const builtins = (...names) => `^(node:)?(${names.join('|')})$`

const PURE_MATHS = packages('jstat')

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const walls = [
  {
    name: 'shared-imports-only-zod',
    comment: 'Every process loads src/shared, the sandboxed page too, so it may need nothing but the schema library.',
    from: { path: IN.shared },
    to: { pathNot: [IN.shared, packages('zod')] },
  },
  {
    name: 'domain-is-pure',
    comment:
      'src/domain is maths: the same numbers in a worker, the page and a test. It imports domain, shared and pure maths libraries.',
    from: { path: IN.domain },
    to: { pathNot: [IN.domain, IN.shared, PURE_MATHS] },
  },
  {
    name: 'engine-through-ports',
    comment:
      'The engine knows no shell. Clock, chance, files, compute, formats and hosts reach it through engine/ports.ts; the store is DuckDB.',
    from: { path: IN.engine },
    to: {
      pathNot: [
        IN.engine,
        IN.duckdb,
        IN.domain,
        IN.shared,
        builtins('path', 'crypto', 'util', 'events'),
        packages('zod', 'croner', 'smol-toml'),
      ],
    },
  },
  {
    name: 'adapters-know-no-shell',
    comment: 'An adapter serves the engine in every host, so it knows none of them, nor how calls arrive.',
    from: { path: IN.adapters },
    to: { path: '^src/(main/(hosts|rpc|compose)|preload|renderer)' },
  },
  {
    name: 'duckdb-in-one-place',
    comment: 'Only adapters/duckdb opens DuckDB: two instances on one file in one process lose data.',
    from: { pathNot: [IN.duckdb, IN.test] },
    to: { path: packages('@duckdb') },
  },
  {
    name: 'electron-in-one-place',
    comment:
      'Only hosts/electron and preload know Electron; the batch command and the browser host run where it is not installed.',
    from: { pathNot: [IN.electronHost, IN.preload, IN.test] },
    to: { path: ['^electron$', packages('electron')] },
  },
  {
    name: 'network-in-one-place',
    comment:
      'The program opens no connection but the alerts of parity daily (adapters/deliver) and the server of the browser host, on this machine; offline-guard takes the rest away.',
    from: { path: '^src/', pathNot: [IN.deliver, IN.browserHost, IN.offlineGuard] },
    to: {
      path: [
        builtins('http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'dns/promises', 'inspector'),
        packages('ws', 'undici'),
      ],
    },
  },
  {
    name: 'alerts-leave-from-the-batch-command',
    comment:
      'Only parity daily delivers: an app that is open queues its alerts, so nothing else may import the one that sends.',
    from: { path: '^src/', pathNot: [IN.deliver, '^src/main/hosts/cli/'] },
    to: { path: IN.deliver },
  },
  {
    name: 'renderer-stays-in-the-page',
    comment: 'The page reaches the engine only by calls over the contract, so it imports shared, domain and itself.',
    from: { path: IN.renderer },
    to: { path: '^src/', pathNot: [IN.renderer, IN.domain, IN.shared] },
  },
  {
    name: 'renderer-has-no-node',
    comment: 'The page is sandboxed: Node modules do not exist there.',
    from: { path: IN.renderer },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'plotly-in-charts',
    comment:
      'Plotly is two megabytes with a style sheet of its own; renderer/charts is the only importer, so it can be replaced.',
    from: { pathNot: [IN.charts] },
    to: { path: packages('plotly\\.js') },
  },
  {
    name: 'preload-is-a-doorman',
    comment: 'Preload hands over one port. What it imports runs with rights the page must not gain.',
    from: { path: IN.preload },
    to: { pathNot: [IN.preload, IN.shared, '^electron$', packages('electron')] },
  },
  {
    name: 'workers-hold-no-logic',
    comment: 'A worker entry exposes domain functions to the engine: it imports domain, shared and comlink.',
    from: { path: IN.workers },
    to: { pathNot: [IN.workers, IN.domain, IN.shared, builtins('worker_threads'), packages('comlink')] },
  },
  {
    name: 'no-test-code-in-the-product',
    comment: 'What ships may not depend on what only proves it.',
    from: { path: '^src/' },
    to: { path: IN.test },
  },
  {
    name: 'no-development-packages',
    comment: 'Packages under devDependencies are not installed beside the program; only the page is bundled with them.',
    from: { path: '^src/(shared|domain|workers|main)/', pathNot: [IN.electronHost] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: [packages('electron')] },
  },
  {
    name: 'no-cycles',
    comment: 'Modules in a circle cannot be understood, tested or replaced one at a time.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-orphans',
    comment: 'A module that nothing imports and that imports nothing is forgotten code: use it or delete it.',
    from: { orphan: true, path: '^src/', pathNot: ['\\.d\\.ts$', '\\.html$', '^src/main/hosts/[^/]+/main\\.ts$'] },
    to: {},
  },
  {
    name: 'no-unresolvable',
    comment: 'An import that leads nowhere: a wrong path, or a package that package.json does not name.',
    from: {},
    to: { couldNotResolve: true },
  },
]

export default {
  forbidden: walls.map((wall) => ({ severity: 'error', ...wall })),
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'svelte', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.svelte', '.d.ts'],
    },
    skipAnalysisNotInRules: true,
  },
}
