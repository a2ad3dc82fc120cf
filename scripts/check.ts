import { listChecks, runChecks } from './checks.ts'

const wanted = process.argv.slice(2)
const checks = listChecks()
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name))
if (unknown.length > 0) {
  console.error(`There is no check ${unknown.join(', ')}. There are: ${checks.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}
const { failed } = await runChecks(checks.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
if (failed > 0) console.log('To run one alone: npm run check -- NAME')
process.exit(failed === 0 ? 0 : 1)
