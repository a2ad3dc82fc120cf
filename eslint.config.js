import { defineConfig } from 'eslint/config'
import noUnsanitized from 'eslint-plugin-no-unsanitized'
import security from 'eslint-plugin-security'
import svelte from 'eslint-plugin-svelte'
import tseslint from 'typescript-eslint'

const CLOCK_OR_CHANCE =
  'Domain and engine are deterministic: take the clock or the seed as an argument (engine/ports.ts).'
const DEFAULT_EXPORT = { selector: 'ExportDefaultDeclaration', message: 'Named exports only: a name is said once.' }
const FOCUS_OR_SKIP = {
  selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip|todo|fails)$/]',
  message: 'Every test runs. What this machine lacks is said with skipIf or context.skip(reason).',
}
const IMPLICIT_NOW = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: CLOCK_OR_CHANCE },
  { selector: 'CallExpression[callee.name="Date"]', message: CLOCK_OR_CHANCE },
  { selector: 'MemberExpression[object.name="Date"][property.name="now"]', message: CLOCK_OR_CHANCE },
  { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: CLOCK_OR_CHANCE },
  { selector: 'MemberExpression[object.name="performance"][property.name="now"]', message: CLOCK_OR_CHANCE },
  {
    selector: 'MemberExpression[object.name="crypto"][property.name=/^(randomUUID|getRandomValues)$/]',
    message: CLOCK_OR_CHANCE,
  },
]
const CRYPTOGRAPHIC_CHANCE = ['crypto', 'node:crypto'].map((name) => ({
  name,
  importNames: ['randomUUID', 'randomBytes', 'randomInt', 'randomFill', 'randomFillSync', 'webcrypto', 'default'],
  message: CLOCK_OR_CHANCE,
}))

const NO_NETWORK =
  'The program opens no connection: alerts leave through adapters/deliver, the page reaches its host through rpc/browser-host.'
const NETWORK_GLOBALS = ['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({
  name,
  message: NO_NETWORK,
}))
const NETWORK_PROPERTIES = [
  ...['globalThis', 'window', 'self'].flatMap((object) =>
    NETWORK_GLOBALS.map(({ name }) => ({ object, property: name })),
  ),
  { object: 'navigator', property: 'sendBeacon' },
].map((one) => ({ ...one, message: NO_NETWORK }))

export default defineConfig(
  { ignores: ['out/**', 'dist/**', '.parity/**', 'coverage/**', 'test-results/**'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.strictTypeChecked,
  svelte.configs.recommended,
  security.configs.recommended,
  noUnsanitized.configs.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // noUncheckedIndexedAccess types every element of a typed array as maybe missing; loops state the bound themselves.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Both report every array index and every opened file, which is what this program does all day.
      'security/detect-object-injection': 'off',
      'security/detect-non-literal-fs-filename': 'off',
    },
  },
  { files: ['src/**'], rules: { 'no-restricted-syntax': ['error', DEFAULT_EXPORT] } },
  {
    files: ['src/**'],
    ignores: ['src/main/adapters/deliver/**', 'src/renderer/rpc/browser-host.ts'],
    rules: {
      'no-restricted-globals': ['error', ...NETWORK_GLOBALS],
      'no-restricted-properties': ['error', ...NETWORK_PROPERTIES],
    },
  },
  {
    files: ['src/domain/**', 'src/main/engine/**'],
    rules: {
      'no-restricted-syntax': ['error', DEFAULT_EXPORT, ...IMPLICIT_NOW],
      'no-restricted-imports': ['error', { paths: CRYPTOGRAPHIC_CHANCE }],
    },
  },
  // A declaration describes somebody else's package as it is.
  { files: ['**/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['test/**'],
    rules: {
      'no-restricted-syntax': ['error', FOCUS_OR_SKIP],
      // expect.closeTo and its like are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], parser: tseslint.parser },
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], extends: [tseslint.configs.disableTypeChecked] },
)
